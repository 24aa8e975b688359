"""A wrong file is explained: which line, which key, what is allowed, and the nearest name."""

import pytest

from kiosk.layouts.check import MOST_PROBLEMS, brief
from kiosk.layouts.loader import Known, LayoutError, load_layout
from tests.unit.layouts.samples import SOUND, changed

TYPES = (
    "agenda, announcements, answers, days_since, equity_focus, goals, groups, lanes, metric, "
    "recognitions, safety_cross, tickets, voice"
)


def refusal(text: str, known: Known | None = None) -> LayoutError:
    with pytest.raises(LayoutError) as refused:
        load_layout(text, known, name="ward.toml")
    return refused.value


def test_a_misspelt_type_names_line_key_choices_and_the_nearest() -> None:
    error = refusal(changed('type = "metric"', 'type = "metrc"'))
    assert str(error) == (
        f'ward.toml:11: tiles[2].type: "metrc" is not known. Allowed: {TYPES}. '
        'Did you mean "metric"?'
    )
    problem = error.problems[0]
    assert (problem.file, problem.line, problem.key) == ("ward.toml", 11, "tiles[2].type")
    assert problem.suggestion == "metric"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("tier = 1", "tier = 7", "ward.toml:2: tier: 7 must be at most 6."),
        ("tier = 1", 'tier = "1"', 'ward.toml:2: tier: "1" must be a whole number.'),
        ("tier = 1", "tier = true", "ward.toml:2: tier: true must be a whole number."),
        ("tier = 1", "tier = 1979-05-27", "ward.toml:2: tier: 1979-05-27 must be a whole number."),
        ('"Small board"', '""', 'ward.toml:1: title: "" must not be empty.'),
        ('"Small board"', '"' + "x" * 41 + '"', "is too long: at most 40 characters."),
        ('"Small board"', "3", "ward.toml:1: title: 3 must be words in quotes."),
        (
            'preset = "sqcdp"',
            'preset = "sqdcp"',
            (
                'ward.toml:3: preset: "sqdcp" is not known. Allowed: sqcdp, value_compass. '
                'Did you mean "sqcdp"?'
            ),
        ),
        (
            "tier = 1",
            'tier = 1\ntheme = "drak"',
            (
                'ward.toml:3: theme: "drak" is not known. Allowed: light, dark, contrast. '
                'Did you mean "dark"?'
            ),
        ),
        ('"Small board"', "{ a = 1 }", "ward.toml:1: title: a table must be words in quotes."),
        ('id = "skin"', 'id = "Skin 6"', "must be small letters, digits and _"),
        ('type = "agenda"\n', "", f"ward.toml:5: tiles[1].type: is missing. Allowed: {TYPES}."),
        ('metric = "skin_checked_6h"\n', "", "ward.toml:9: tiles[2].metric: is missing."),
        ('metric = "skin_checked_6h"', 'metrics = "x"', 'Did you mean "metric"?'),
        (
            "columns = [1, 2]",
            "columns = [1,\n -2]",
            "landscape.columns[2]: -2 must be more than 0.",
        ),
        ("columns = [1, 2]", "columns = [1, nan]", "must be a number that has an end."),
        ("columns = [1, 2]", "columns = 2", "landscape.columns: 2 must be a list in [ ]."),
        ("columns = [1, 2]", "columns = []", "landscape.columns: a list needs at least 1 in it."),
        ("rows = [1]", f"rows = {[1] * 13}", "a list is too long: at most 12 in it."),
        ("skin = { column = 2, row = 1 }", "skin = 2", "2 must be a table."),
        ("column = 2, row = 1", "column = 0, row = 1", "column: 0 must be at least 1."),
        (
            "column = 2, row = 1",
            "colum = 2, row = 1",
            (
                'ward.toml:21: landscape.places.skin.colum: "colum" is not a key that may stand '
                'here. Allowed: column, row, columns, rows. Did you mean "column"?'
            ),
        ),
        ('type = "agenda"', 'type = "agenda"\nquestion = "yes"', '"yes" must be true or false.'),
        ('type = "agenda"', "type = 3", "tiles[1].type: 3 is not known."),
        ('type = "agenda"', 'type = ["agenda"]', "tiles[1].type: a list is not known."),
        (
            'type = "agenda"',
            'type = "lanes"\nlanes = ["raisd"]',
            (
                'ward.toml:8: tiles[1].lanes[1]: "raisd" is not known. '
                'Allowed: raised, working, answered. Did you mean "raised"?'
            ),
        ),
        (
            'type = "agenda"',
            'type = "days_since"\nevents = ["harms"]',
            (
                'ward.toml:8: tiles[1].events[1]: "harms" is not known. Allowed: harm, near_miss, '
                'good_catch, staff_injury, violence, family_concern. Did you mean "harm"?'
            ),
        ),
    ],
)
def test_each_mistake_is_said_in_words(old: str, new: str, words: str) -> None:
    assert words in str(refusal(changed(old, new)))


def test_a_key_of_another_kind_of_tile_is_refused() -> None:
    error = refusal(changed('type = "agenda"', 'type = "agenda"\nmonths = 3'))
    assert str(error) == (
        'ward.toml:8: tiles[1].months: "months" is not a key that may stand here. '
        "Allowed: id, title, point, type, question."
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title = \n", 1),
        ('title = "a"\ntier = = 1\n', 2),
        ('title = "a"\ntitle = "b"\n', 2),
        ('a = 1\n\nb = "open', 3),
        ("a = [1,\n2,\n", 2),
        ("[[tiles]\n", 1),
    ],
)
def test_a_text_that_is_not_toml_names_the_line(text: str, line: int) -> None:
    problem = refusal(text).problems[0]
    assert problem.line == line
    assert problem.words.startswith("This is not TOML: ")
    assert "(at" not in problem.words


def test_brackets_without_end_are_words_and_not_a_crash() -> None:
    assert "nested too deeply" in str(refusal("a = " + "[" * 20_000))
    assert "nested too deeply" in str(refusal("a = " + "[" * 5_000 + "]" * 5_000))


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a=", "}"), ("[{a=", "}]")])
def test_no_depth_of_brackets_is_a_crash(opening: str, closing: str) -> None:
    for depth in range(5, 600, 35):
        deep = f"a = {opening * depth}1{closing * depth}\n{SOUND}"
        assert len(refusal(deep).problems) == 1


def test_a_number_without_end_is_words_and_not_a_crash() -> None:
    assert "This is not TOML" in str(refusal("a = " + "9" * 5_000))


def test_several_mistakes_stand_in_the_order_of_the_file() -> None:
    text = changed("tier = 1", "tier = 9")
    text = changed("column = 1, row = 2", "column = 1, row = 0", text)
    assert [problem.line for problem in refusal(text).problems] == [2, 29]


def test_a_flood_of_mistakes_is_counted_after_the_first() -> None:
    flood = "".join(f"wrong{n} = 1\n" for n in range(MOST_PROBLEMS + 5))
    problems = refusal(flood + SOUND).problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].sentence == "5 more problems like these."


def test_names_that_the_board_does_not_have_are_refused_when_they_are_known() -> None:
    known = Known(metrics=("skin_checked_6h", "hand_hygiene"), stratifiers=("language",))
    assert load_layout(SOUND, known) == load_layout(SOUND)
    wrong = changed('"skin_checked_6h"', '"skin_checked"')
    assert load_layout(wrong).tile("skin").type == "metric"
    assert str(refusal(wrong, known)) == (
        'ward.toml:12: tiles[2].metric: "skin_checked" is not known. '
        'Allowed: hand_hygiene, skin_checked_6h. Did you mean "skin_checked_6h"?'
    )
    groups = changed('type = "metric"', 'type = "groups"\nstratifier = "langauge"')
    assert 'Did you mean "language"?' in str(refusal(groups, known))


def test_the_board_itself_shows_one_line() -> None:
    problems = refusal(changed('type = "metric"', 'type = "metrc"')).problems
    assert brief(problems) == (
        'ward.toml, line 11: tiles[2].type "metrc" is not known. Did you mean "metric"?'
    )
    two = changed("tier = 1", "tier = 9", changed('type = "metric"', 'type = "metrc"'))
    assert brief(refusal(two).problems) == (
        "ward.toml, line 2: tier 9 must be at most 6. And 1 more."
    )


def test_a_long_wrong_value_is_cut_short() -> None:
    error = refusal(changed('"Small board"', '"' + "x" * 5_000 + '"'))
    assert len(str(error)) < 200
