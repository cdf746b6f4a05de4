"""The read side: each answer is filtered for its reader, asked of the consent rules now, recorded before it leaves."""
