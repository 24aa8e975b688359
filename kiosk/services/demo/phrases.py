"""The sentences that people of the demo write: plain, short, about things, never about a patient."""

from typing import Final

ANSWERS: Final = {
    "equipment": (
        "Repaired this morning. A spare stands in the store.",
        "On loan from Ward 4 until ours is back.",
        "Bought; it comes on Thursday.",
        "Training on Wednesday at 14:00, both shifts.",
    ),
    "supplies": (
        "Delivered at 11:00. The order level is raised.",
        "Stores deliver daily from now on.",
        "Right size is here; the old code is blocked.",
    ),
    "staffing": (
        "Bank nurse booked for tonight.",
        "Two people come over from the day unit.",
        "Breaks are covered by the site team.",
        "Night porter from next week.",
    ),
    "environment": (
        "Estates fixed it at 15:30.",
        "Portable units are on their way.",
        "Deep clean is booked for tonight.",
        "Parts are ordered; all bells work again on Friday.",
    ),
    "information": (
        "One protocol now; the other is withdrawn.",
        "The handover sheet has the missing line.",
        "The laboratory phones urgent results again.",
    ),
    "language": (
        "Video interpreters are there until 22:00.",
        "Leaflets in five languages are in the rack.",
        "Adjustment in place since this morning.",
        "Hoist moved to the shower room.",
    ),
    "transport": (
        "A second porter from 13:00 to 21:00.",
        "The scan list has a slot kept for us.",
        "Transport is booked the day before from now on.",
    ),
    "medicines": (
        "In the cupboard since 10:00.",
        "Pharmacy comes at 11:00 and at 15:00.",
        "Fridge replaced; nothing was lost.",
    ),
}

THANKS: Final = (
    "Stayed calm and kept us all safe",
    "Found the missing hoist in ten minutes",
    "Explained the new pump to the night shift",
    "Sorted the linen before anyone asked",
    "Held the fort while two were off sick",
    "Booked the interpreter the day before",
)

IDEAS: Final = (
    "Keep the slide sheets by the door",
    "One list of who needs an interpreter tomorrow",
    "Label the drawers the same in every bay",
    "Blanket warmer next to the linen",
    "Larger print on the menu cards",
    "Put the bladder scanner back on charge after use",
)

VOICES: Final = (
    ("Sleep and noise", "The bin lids bang all night.", "Soft-closing bins on every corridor."),
    ("Being listened to", "I was asked what matters to me.", "The question stays on the board."),
    ("Language and access", "Nobody told me in my language.", "Interpreter booked at admission."),
    ("Food and drink", "The tea was cold again.", "The trolley starts at our end now."),
    ("Waiting", "I did not know how long it takes.", "Times are written up at 8 and at 14."),
    ("Pain", "I had to ask twice for something for pain.", "We come back within the hour."),
    ("Going home", "I was told about going home too late.", "The day before, before noon."),
    ("Kindness", "Everybody said their name.", "We keep doing it."),
    ("Sleep and noise", "The light over the desk shines in.", "It is dimmed from 22:00."),
    ("Waiting", "The bell was answered quickly.", "Thank you. We count it every day."),
    (
        "Language and access",
        "The leaflet was only in English.",
        "It is now there in five languages.",
    ),
    ("Food and drink", "I liked the choice at breakfast.", "The kitchen was told."),
)

NEWS: Final = (
    ("Lift B is out of use. Take lift C with beds.", "Estates"),
    ("New pumps from Monday: ten minutes of training, any shift.", "Practice education"),
    ("Flu vaccines in the seminar room, 12:00 to 14:00.", "Staff health"),
    ("Fire alarm test on Wednesday at 10:00.", "Site team"),
    ("The interpreter line has a new number: 4400.", "Patient experience"),
    ("Car park 2 is closed until the end of the month.", "Estates"),
)

NAMES: Final = (
    "Amina Yusuf", "Tomasz Zielinski", "Grace Adeyemi", "Siobhan Kerrigan", "Mei Ling Tan",
    "Rosa Delgado", "Ifeoma Nwosu", "Callum Sutherland", "Priya Raman", "Helen Marchbanks",
    "Joseph Okonkwo", "Beatriz Carvalho", "Dev Malhotra", "Fiona Abernathy", "Yusuf Karim",
    "Lena Hoffmann", "Samuel Osei", "Nadia Petrova", "Owen Pritchard", "Teresa Quintana",
    "Kwame Mensah", "Aoife Brannigan", "Ravi Chandran", "Ewa Kowalczyk",
)  # fmt: skip
