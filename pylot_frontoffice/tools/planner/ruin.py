"""Ruin: take neighbouring strings of visits out of a few tours that pass near each other.

Christiaens, Vanden Berghe: Slack Induction by String Removals for Vehicle Routing Problems,
Transportation Science 54 (2020), with their parameters.
"""

# Visits taken out on average, and the longest string.
MEAN_REMOVED = 10
LONGEST_STRING = 10
# How often a string keeps a piece in its middle, and how likely the piece grows by one more.
SPLIT_RATE = 0.5
SPLIT_DEPTH = 0.01


def get_strings(neighbours, tours, tour_of, usual, random):
    """
    :param neighbours: the visits around where to begin, nearest first
    :param tours: list of tours
    :param tour_of: list of the number of each visit's tour, -1: none
    :param usual: mean number of visits in a tour
    :param random: function without arguments, from 0 to 1
    :return: dict of tour's number to the set of visits to take out of it
    """
    longest = min(LONGEST_STRING, usual)
    most = 4 * MEAN_REMOVED / (1 + longest) - 1
    count = int(random() * most + 1)
    strings = {}
    for visit in neighbours:
        number = tour_of[visit]
        if number < 0 or number in strings:
            continue
        nodes = tours[number].nodes
        length = int(random() * min(len(nodes) - 2, longest) + 1)
        strings[number] = _get_string(nodes, nodes.index(visit), length, random)
        if len(strings) >= count:
            break
    return strings


def _get_string(nodes, at, length, random):
    """A string that contains the stop number `at`, or two parts of a longer one."""
    visits = len(nodes) - 2
    kept = 0
    if 1 < length < visits and random() < SPLIT_RATE:
        kept = 1
        while length + kept < visits and random() < SPLIT_DEPTH:
            kept += 1
    whole = length + kept
    low = max(1, at - whole + 1)
    high = min(at, visits + 1 - whole)
    begin = low + int(random() * (high - low + 1))
    string = nodes[begin : begin + whole]
    if kept:
        hole = int(random() * (length + 1))
        del string[hole : hole + kept]
    return set(string)
