"""The guard asks to say what, not who; it leaves the everyday sentences of a ward alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.guard import is_nhs_number, problem_in

ROSTER = frozenset(
    {
        "Amina Yusuf",
        "Grace Hall",
        "Tomasz Wójcik",
        "Rosa May",
        "Jo Li",
        "Siân Pritchard",
        "D. Okafor",
        "Ceri Jones",
    }
)

EVERYDAY = """
Hoist battery flat since 06:00
2 porters short on nights
Bay curtains missing
Bed pans run out
Bedside lockers will not lock
12 beds closed for cleaning
Waiting for a bed 6 hours
Waiting for bed 3 h
Side rooms all full
No side room free since Monday
Room too hot, 28 degrees
Treatment room 2 lock broken
Treatment room 28 °C all weekend
Meeting room 3 double booked
Call bells not working, 4 of 24
Phone 4321 not answered
Ext 45678 rings out
Bleep 2245 or 2246 not answered
Bring it in one trip, not 3
Ring 4321 first, then raise the card
Late shift 1500-2300 has no second checker
Nights 2200 to 0700 without a porter
10,000 gloves ordered, none came
Fluid bags 500 ml and 250 ml missing
500 250 ml bags short
Rota 2026/27 not published
Budget for 2025-2026 used up
Lift repair booked for 24 November
Delivery expected 1 December at 07:30
From 1 December 20 beds close
Pharmacy closes at 18.30 on Sundays
Blood pressure cuff, large size, missing
Scanner 4 hours late
Temperature 36.5 37.8 38.1 wrong on the chart
24/7 interpreter line down
1-2-1 care cannot be covered
14 F catheters run out
2 female beds, 1 male bed
Female 6-bed bay closed
3 male staff asked for scrubs
20 year old boiler failed again
10-year-old bed frames, no spares
The hoist is 15 years old
Order is 3 weeks old
Stock 2 months old
The policy is 5 years old
Leaflets for people over age 65 missing
May we move the huddle to 07:30?
Will the lift be repaired this week?
Hall lights flicker
The hall is cold at night
Grace period for the audit is over
Fridge alarm: 9 °C at 03:00
Drug round 45 minutes late
Ambulance bay 2 blocked by delivery
Beds 3 short tonight
Bed 2 days late
Fire door wedged open
Spill by the lift, cleaned
Wheelchair does not fit larger people
Linen came torn, 3 of 40
Spanish interpreter not booked
MRI list moved to Thursday
Two people needed for each turn
Handover ran 20 min over
We cannot read the label: 0.5 or 5
Printer out of toner; 3rd time
3 patients waiting for a porter
Patients wait 45 min for pain relief
A bay is closed
£1200.50 of stock out of date
Version 2.10.3 crashes
Sizes 38 40 42 missing
Patient 4 hours on a chair
Patient 3 of 5 had no meal
Per patient 2 staff needed
Each patient 3 times turned
Patients 12 to 14 days early
Diabetic 24 h menu missing
Diabetic 20 packs short
Dementia 10 beds closed
Sepsis 60 min target missed
Stroke 90 % within 4 h
M25 closed, night staff late
Late because of the M62
M20 bolts for the hoist missing
F2 doctor not on nights
14 F catheters, 20F too
No leaflet in Polish in the waiting room
Spanish patient information leaflets missing
Somali interpreter late
Polish interpreter needed in bay, none booked
Spanish-speaking patients waited longer for pain relief
Black women waited longer
Polish the floor by the lift
French doors wedged open
Indian meal not available
White board pens missing
Name label wrong
Words erased from the whiteboard
Hall in 4 weeks
May in 3 weeks is the audit
""".strip().splitlines()

SAYS_WHO = """
Mail j.smith@nhs.net about it
relative is anna_b@example.co.uk
Ring 07700 900123
Call daughter on +44 7700 900123
020 7946 0958 is the number
Phone (020) 79460958
Tel 555-867-5309
Number 123456 missing
123 456 again
MRN AB123456
Hospital number 12345
Patient no: X12345
NHS 943 476 5919
9434765919 not found
943-476-5919
QQ 12 34 56 C
SSN 078-05-1120
\N{FULLWIDTH DIGIT ZERO}7700\N{FULLWIDTH DIGIT NINE}00123
٠٧٧٠٠٩٠٠١٢٣
Zero\u200b width 1234\u200b56
DOB 3/4
Date of birth: 3 March
born 1951
born in 1951
12/03/1951
12.03.51
3-4-1951
03/25/1951
1951-03-12
3 March 1951
3rd of March 1951
March 3, 1951
12 Sept '51
Bed 4 fell
bed4 has no bell
Fall in bed 12a
Bed no. 7 wet
Bed number 7
Bed: 9
bay 3 noisy
Bay C noisy
In bay A we had no curtains
Bed space 5
Bed four has no bell
Side room 2 not cleaned
side-room 11
Sideroom 4
SR2 alarm
SR 4 alarm
Room 12 too hot
Rooms 12 and 13
Beds 4 and 5 wet
Beds 4-6 wet
Moved to beds 12.
Cubicle 6 curtain
Trolley 3 unattended
Patient in 12 fell
pt in 7b unwell
Lady in 4 confused
85 year old fell
85-year-old fell
An 85 years old with delirium
3 month old without a cot
85yo with hip fracture
85 y/o
aged 85
Age: 72
age 9
Man, 85, on the floor
woman of 92
82F with hip fracture
45 m with chest pain
female, 85
in her 80s
in his late seventies
Mr Jones fell
Mrs O'Brien is upset
Ms. Khan called
Dr Patel was late
Miss Evans asked
Amina forgot it
thanks to amina yusuf
AMINA YUSUF was late
Yusuf's pump
ask Wojcik
ask WÓJCIK
sian did it
Thanks to Grace
We asked Ms Hall
rosa may
with Grace Hall on nights
Jo Li has the keys
Okafor said so
Jones in 4
Hall in 4 wet
Grace in 12a unwell
Ask about Hall in 7
diabetic 54
Diabetic, 54, fell
asthmatic 23 with no inhaler
Dementia 82 wandered
COPD 67 without oxygen
diabetic woman fell
epileptic boy without a cot
F76
F76 fell
M54 chest pain
M 54 chest pain
f/76 fell
pt 4
pt 4 fell
patient 4
Patient 4 has no bell
Patient no 4 unwell
Somali man
Somali man without interpreter
Polish lady fell
elderly Polish gentleman
Urdu-speaking patient upset
Arabic speaking mother waiting
Romanian in side room
Black man restrained
""".strip().splitlines()


@pytest.mark.parametrize("sentence", EVERYDAY)
def test_everyday_sentences_pass(sentence: str) -> None:
    assert problem_in(sentence, ROSTER) == ""


@pytest.mark.parametrize("sentence", SAYS_WHO)
def test_what_could_say_who_is_asked_about(sentence: str) -> None:
    assert problem_in(sentence, ROSTER).startswith("Say what, not who: ")


def test_there_are_enough_sentences_of_both() -> None:
    assert len(EVERYDAY) >= 60
    assert len(SAYS_WHO) >= 60


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("a@b.org", "e-mail"),
        ("943 476 5919", "NHS number"),
        ("943 476 5918", "long number"),
        ("12/03/1951", "without the year"),
        ("Bed 4", "bed, bay or room"),
        ("85 year old", "age"),
        ("Amina", "name"),
    ],
)
def test_the_words_say_what_to_leave_out(sentence: str, part: str) -> None:
    assert part in problem_in(sentence, ROSTER)


@given(st.integers(min_value=10**8, max_value=10**9 - 1))
def test_one_check_digit_at_most_makes_an_nhs_number(nine: int) -> None:
    digits = [str(nine) + str(last) for last in range(10)]
    assert sum(map(is_nhs_number, digits)) <= 1


@given(
    st.sampled_from(sorted(ROSTER)),
    st.sampled_from(["{} again", "thanks {}", "no, {}, it was late"]),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_a_whole_name_of_the_roster_is_found_in_any_case(
    name: str, frame: str, case: object
) -> None:
    assert callable(case)
    assert problem_in(frame.format(case(name)), ROSTER)


@given(st.text(max_size=140))
def test_any_text_gets_an_answer(text: str) -> None:
    answer = problem_in(text, ROSTER)
    assert answer == "" or answer.startswith("Say what, not who: ")


@given(st.integers(min_value=0, max_value=99_999))
def test_a_ward_extension_is_never_asked_about(extension: int) -> None:
    assert problem_in(f"Phone {extension} does not answer", frozenset()) == ""


@given(st.text(alphabet="0123456789", min_size=6, max_size=16), st.sampled_from(["", " ", "-"]))
def test_a_number_of_six_digits_or_more_is_found_however_it_is_parted(
    digits: str, between: str
) -> None:
    parted = digits[:3] + between + digits[3:]
    assert problem_in(f"Ring {parted} today", frozenset())


def test_a_name_with_a_number_says_who_only_if_it_is_on_the_roster() -> None:
    assert problem_in("Hall in 4 wet", frozenset()) == ""
    assert "name" in problem_in("Hall in 4 wet", ROSTER)
