"""The page in a real Chromium: silent, self-contained, readable at any width and in both schemes, harmless."""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from govtext.report.page import render
from report_page.making import HOSTILE, full, report

if TYPE_CHECKING:
    from collections.abc import Callable

    from report_page.conftest import Opened

    Open = Callable[..., Opened]

_WIDER = """() => [...document.querySelectorAll("body *")].filter(element =>
    element.getBoundingClientRect().right > innerWidth + 1
    && !element.closest(".scroll, .contents, .skip, .hidden, svg")
).map(element => element.outerHTML.slice(0, 120))"""
# Ratio of contrast of each text with what is behind it (WCAG 2.2), for the texts that fall short of 4.5.
_FAINT = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, place) => sum + v * [.2126, .7152, .0722][place], 0);
  const behind = (element) => { for (let at = element; at; at = at.parentElement) {
    const colour = parse(getComputedStyle(at).backgroundColor); if (colour.length < 4 || colour[3] > 0) return colour; }
    return [255, 255, 255]; };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), faint = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("script, style") || !element.checkVisibility()) continue;
    const style = getComputedStyle(element), colour = element.closest("svg") ? style.fill : style.color;
    const [a, b] = [light(parse(colour)), light(behind(element))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) faint.push([walker.currentNode.data.slice(0, 40), colour]);
  }
  return faint;
}"""


@functools.cache
def page(lang: str = "id", *, hostile: bool = False) -> str:
    return render(full(texts=HOSTILE if hostile else None), lang)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("hostile", [False, True])
def test_silent_self_contained_and_not_wider_than_the_window(
    opened: Open, width: int, scheme: str, hostile: bool
) -> None:
    seen = opened(page(hostile=hostile), width=width, scheme=scheme)
    seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert seen.messages == []
    assert [url for url in seen.requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in seen.requests if url.startswith("file:")]) == 1
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.page.evaluate(_WIDER) == []
    assert seen.page.evaluate("document.querySelectorAll('.chart').length") > 10
    drawn = "[...document.querySelectorAll('.chart svg')].filter(svg => svg.checkVisibility()).length"
    assert seen.page.evaluate(drawn) == seen.page.evaluate("document.querySelectorAll('.chart').length")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_contrast(opened: Open, scheme: str, lang: str) -> None:
    seen = opened(page(lang), scheme=scheme)
    seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert seen.page.evaluate(_FAINT) == []
    background = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(background.split("(")[1].split(",")[0]) < 128) == (scheme == "dark")


def test_hostile_texts_stay_text(opened: Open) -> None:
    seen = opened(page(hostile=True))
    title = seen.page.title()
    assert title == "Suara warga di kolom komentar"
    assert seen.page.evaluate("document.scripts.length") == 1
    assert seen.page.evaluate("document.querySelectorAll('img, iframe, object, embed, base, form[action]').length") == 0
    links = seen.page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert links
    assert all(link.startswith("#") for link in links)
    said = seen.page.locator(".said").all_inner_texts()
    assert any("<script>document.title = 'taken'</script>" in text for text in said)
    assert any("{{ 7 * 7 }}" in text for text in said)
    assert any("=HYPERLINK" in text for text in said)
    everything = seen.page.evaluate("document.documentElement.outerHTML")
    hidden = [
        f"U+{ord(one):04X}" for one in sorted(set(everything)) if one in "\u202e\u2066\u202d\u200b\u2060\u00ad\ufeff"
    ]
    assert hidden == []
    assert seen.page.evaluate("getComputedStyle(document.querySelector('.said bdi')).unicodeBidi") == "isolate"


def test_landmarks_headings_and_descriptions(opened: Open) -> None:
    seen = opened(page())
    assert seen.page.evaluate("document.documentElement.lang") == "id"
    for role in ("header", "nav[aria-label]", "main", "footer"):
        assert seen.page.locator(f"body > {role}").count() == 1
    levels = [
        int(name[1]) for name in seen.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = seen.page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    targets = seen.page.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash.slice(1))")
    assert set(targets) <= set(ids)
    labels = seen.page.evaluate("[...document.querySelectorAll('.chart')].map(one => one.getAttribute('aria-label'))")
    assert all("Angka lengkapnya ada di tabel" in label for label in labels)
    assert seen.page.evaluate("[...document.querySelectorAll('figure')].every(one => one.querySelector('table'))")
    assert seen.page.evaluate("[...document.querySelectorAll('.scroll')].every(one => one.tabIndex === 0)")
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"


def test_queue_is_filtered_and_sorted(opened: Open) -> None:
    seen = opened(page())
    items = seen.page.locator(".waiting li:visible")
    everything = items.count()
    assert everything == 20
    assert seen.page.locator(".waiting li").count() == 40
    seen.page.locator(".rest > summary").click()
    assert items.count() == 40
    seen.page.select_option("select[name=intent]", "question")
    assert items.count() == 10
    assert set(seen.page.locator(".waiting li:visible .tag").all_inner_texts()) == {"Pertanyaan"}
    seen.page.check("input[name=open]")
    assert "Sudah dijawab" not in "".join(items.all_inner_texts())
    seen.page.select_option("select[name=intent]", "")
    seen.page.select_option("select[name=order]", "age")
    ages = [
        int(age)
        for age in seen.page.evaluate("[...document.querySelectorAll('.waiting li')].map(li => li.dataset.age)")
    ]
    assert ages == sorted(ages, reverse=True)
    seen.page.select_option("select[name=order]", "rank")
    ranks = seen.page.evaluate("[...document.querySelectorAll('.waiting .rank data')].map(one => Number(one.value))")
    assert ranks == sorted(ranks)
    assert seen.messages == []


def test_without_javascript(opened: Open) -> None:
    seen = opened(page(), java_script_enabled=False)
    assert seen.page.locator(".waiting li:visible").count() == 20
    assert not seen.page.locator(".filters").is_visible()
    seen.page.locator("#topics summary").click()
    assert seen.page.locator("#topics table").is_visible()


def test_paper(opened: Open) -> None:
    seen = opened(page(), scheme="dark")
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not seen.page.locator(".contents").is_visible()
    assert seen.page.locator(".waiting li:visible").count() == 20
    assert seen.page.locator(".print-only").is_visible()
    assert seen.page.pdf(format="A4").startswith(b"%PDF")


def test_an_empty_report_has_notes_and_no_zeros(opened: Open) -> None:
    seen = opened(render(report({})), width=360)
    assert seen.messages == []
    assert seen.page.locator(".chart").count() == 0
    assert "0 %" not in seen.page.locator("#top").inner_text()
