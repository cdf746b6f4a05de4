"""The read side: what each reader is shown, decided at this moment and on record before it leaves."""
