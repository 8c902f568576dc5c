"""Words that say little about what a question is about. They are searched for in questions only,
and count little there: "Was kann ich tun?" has nothing else."""

from .text_fold import umlaut

GERMAN = """
aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus ausser
bei beim bekomme bekommen bereits besonders bestimmt bevor bin bis bist bitte da dabei dadurch
dafuer dagegen daher damit danach dann daran darauf darf darfst das dass davon davor dazu dein
deine deinem deinen deiner dem den denen denn der deren des deshalb dessen dich die dies diese
diesem diesen dieser dieses dir doch dort du duerfen duerft durch eben ein eine einem einen einer
eines einfach einige einmal er erst es etwa etwas euch euer eure eurem euren eurer fuer gegen geht
gehen geben gibt ganz gar gerade gern gerne gemacht getan gibts habe haben habt hallo hat hatte
hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede
jedem jeden jeder jedes jetzt kann kannst kein keine keinem keinen keiner koennen koennt koennte
koennten kommt kommen lassen laesst mache machen macht man manche mal mehr mein meine meinem meinen
meiner meines mich mir mit moechte moechten moeglich muss muesst muessen musst nach nein nicht
nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so
sofort soll sollen sollte sollten somit sondern sonst sowie tue tun tut ueber um und uns unser
unsere unserem unseren unserer unter vom von vor waere war waren warst was weil weitere welche
welchem welchen welcher welches wenn wer werde werden wird wirst wem wen wessen wie wieder wieso
warum weshalb wo woher wohin wann wieviel wieviele viel viele vielen womit wodurch wofuer worauf
will wollen wollte wir wurde wurden zu zum zur zwar zwischen
bisschen bloss circa daher dahin danke eigentlich falls guten halt hierher immer irgendein
irgendeine irgendwann irgendwas irgendwie irgendwo jemand jemandem jemanden jeweils leider naemlich
nein nie niemals niemand niemanden obwohl ok okay paar sobald solange statt trotz trotzdem
ueberhaupt
ungefaehr vielleicht waehrend wegen wirklich wobei wonach woran worum wovon wozu
"""
ENGLISH = """
a about after all also am an and any are as at be because been before being but by can cannot could
did didnt do does doesnt doing dont else ever every for from further get gets getting give go goes
going got had has have having he hello her here hers him his how however i id if im in into is isnt
it its ive just let like made make makes may me might mine more most much must my need needs no nor
not now of off on once one only or other our ours out over own please put same shall she should so
some such take than that thats the their theirs them then there theres these they this those
through to too under until up us use used using very want was we were what whats when where which
while who whom whose why will with within without wont would you your youre yours
actually again already always anybody anyone anything anywhere arent around both cant couldnt each
everybody everyone everything few hasnt havent hello hey hi lot lots many maybe nobody nothing ok
okay perhaps please quite rather really several shouldnt since somebody someone something somewhere
soon still stuff thank thanks thing things werent whether wouldnt yes yet
"""
STOP = {
    "de": frozenset(map(umlaut, GERMAN.split())),
    "en": frozenset(ENGLISH.split()),
}


def is_stop(word, lang):
    """:param str word: folded
    :return: whether the word says little in a language"""
    lang = (lang or "")[:2]
    return (umlaut(word) if lang == "de" else word) in STOP.get(lang, ())


def guess(found, lang):
    """:param list found: folded words of a text
    :param str lang: the language it is said to be in
    :return: ``de`` or ``en`` when the text's small words say so clearly, otherwise ``lang``; texts
        that nobody has translated are in another language than they are said to be"""
    counts = {code: sum(is_stop(word, code) for word in found) for code in STOP}
    best = max(counts, key=counts.get)
    mine = counts.get((lang or "")[:2], 0)
    return best if counts[best] >= 2 * mine + 2 else (lang or "")[:2]
