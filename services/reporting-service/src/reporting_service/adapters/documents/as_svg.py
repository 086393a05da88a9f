"""A figure as a drawing: bars with their labels, readable in grey as well as in colour.

The drawing has no script, no style sheet and nothing from outside, so that it may stand in a page.
"""

import textwrap
from decimal import Decimal
from html import escape

from reporting_service.domain.chart import Chart

WIDTH = 680
_LABELS = 232
_BARS = 330
_BAR = 15
_GAP = 9
_LINE = 13
_LETTERS_PER_LINE = 36
_MOST_LINES = 2
_LEGEND = 26
_SHADES = ("#1f4e79", "#5b93c4", "#b3d1ea")
_FONT = "Libertinus Serif, Georgia, serif"


def height_of(chart: Chart) -> int:
    """In the units of WIDTH."""
    return _top(chart) + len(chart.categories) * _step(chart) + 4


def draw(chart: Chart) -> str:
    """The figure as SVG, with its alternative text."""
    height = height_of(chart)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" role="img" font-family="{_FONT}" font-size="12">',
        f"<title>{escape(chart.alternative)}</title>",
        *_legend(chart),
        *(part for place in range(len(chart.categories)) for part in _bar(chart, place)),
        f'<line x1="{_LABELS}" y1="{_top(chart) - 4}" x2="{_LABELS}" y2="{height - 2}"'
        ' stroke="#444444" stroke-width="1"/>',
        "</svg>",
    ]
    return "".join(parts)


def _top(chart: Chart) -> int:
    return _LEGEND if len(chart.series) > 1 else 6


def _step(chart: Chart) -> int:
    lines = max(len(_lines(one)) for one in chart.categories)
    return max(_BAR, lines * _LINE) + _GAP


def _lines(label: str) -> list[str]:
    return textwrap.wrap(label, _LETTERS_PER_LINE, max_lines=_MOST_LINES, placeholder=" …") or [
        label
    ]


def _legend(chart: Chart) -> list[str]:
    if len(chart.series) == 1:
        return []
    parts = []
    for place, series in enumerate(chart.series):
        x = _LABELS + place * 100
        parts.append(f'<rect x="{x}" y="4" width="11" height="11" fill="{_shade(place)}"/>')
        parts.append(f'<text x="{x + 16}" y="14" fill="#111111">{escape(series.name)}</text>')
    return parts


def _bar(chart: Chart, place: int) -> list[str]:
    step = _step(chart)
    top = _top(chart) + place * step
    middle = top + (step - _GAP) / 2
    parts = []
    lines = _lines(chart.categories[place])
    first = middle + 4 - (len(lines) - 1) * _LINE / 2
    for number, line in enumerate(lines):
        y = first + number * _LINE
        parts.append(
            f'<text x="{_LABELS - 8}" y="{y:g}" text-anchor="end" fill="#111111">'
            f"{escape(line)}</text>"
        )
    x = Decimal(_LABELS)
    for number, series in enumerate(chart.series):
        length = round(series.values[place] / _most(chart) * _BARS, 1)
        if length > 0:
            parts.append(
                f'<rect x="{x}" y="{middle - _BAR / 2:g}" width="{length}" height="{_BAR}"'
                f' fill="{_shade(number)}"/>'
            )
        x += length
    parts.append(
        f'<text x="{x + 6}" y="{middle + 4:g}" fill="#111111">{escape(chart.totals[place])}</text>'
    )
    return parts


def _most(chart: Chart) -> Decimal:
    sums = [sum(values) for values in zip(*(one.values for one in chart.series), strict=True)]
    return Decimal(chart.highest or max(sums, default=0) or 1)


def _shade(place: int) -> str:
    return _SHADES[place % len(_SHADES)]
