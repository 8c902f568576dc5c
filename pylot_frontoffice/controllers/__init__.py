from . import booking, visit
from . import feed
