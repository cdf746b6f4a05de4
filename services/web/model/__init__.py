"""What the browser side keeps: accounts, sessions, and projections of the events. No name, no text, no address."""
