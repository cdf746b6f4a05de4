"""Questions and orders to the services that own the things, in the name of the person who is signed in."""
