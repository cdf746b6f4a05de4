"""What can be chosen in the shipped templates. A code is never renamed and keeps its meaning: others are added."""

from services.notes.model.templates import options

MATERIALS = options(
    [
        ("sand-tray", "Sand tray"),
        ("dolls-house", "Dolls' house"),
        ("family-figures", "Family figures"),
        ("animal-figures", "Animal figures"),
        ("puppets", "Puppets"),
        ("dressing-up", "Dressing up"),
        ("drawing", "Drawing"),
        ("painting", "Painting"),
        ("clay", "Clay or dough"),
        ("collage", "Collage"),
        ("blocks", "Building blocks"),
        ("vehicles", "Vehicles"),
        ("board-game", "Board game"),
        ("card-game", "Card game"),
        ("ball-game", "Ball game"),
        ("books", "Books"),
        ("music", "Music and instruments"),
        ("medical-kit", "Medical kit"),
        ("kitchen", "Play kitchen"),
        ("telephone", "Play telephone"),
    ]
)
THEMES = options(
    [
        ("attachment", "Attachment and closeness"),
        ("separation", "Separation"),
        ("loss", "Loss and grief"),
        ("family", "Family and belonging"),
        ("nurture", "Nurture and care"),
        ("safety", "Safety and protection"),
        ("danger", "Danger and threat"),
        ("aggression", "Aggression"),
        ("power", "Power and control"),
        ("helplessness", "Helplessness"),
        ("mastery", "Mastery"),
        ("good-and-bad", "Good against bad"),
        ("repair", "Breaking and repairing"),
        ("hiding", "Hiding and secrets"),
        ("rescue", "Rescue"),
        ("identity", "Who I am"),
        ("friendship", "Friends and peers"),
        ("school", "School"),
        ("body", "Body and illness"),
        ("transition", "Change and moving"),
    ]
)
OBSERVATIONS = options(
    [
        ("takes-turns", "Takes turns"),
        ("shares", "Shares"),
        ("asks-for-help", "Asks for help"),
        ("leads", "Leads the play"),
        ("follows", "Follows the play of others"),
        ("cooperates", "Works together"),
        ("negotiates", "Negotiates"),
        ("withdraws", "Withdraws"),
        ("frustration", "Bears frustration"),
        ("loses", "Bears losing"),
        ("empathy", "Notices how others feel"),
        ("regulates", "Calms down again"),
        ("eye-contact", "Seeks eye contact"),
        ("limits", "Accepts limits"),
    ]
)
