"""What a query has left for its reader, on paper. Nothing here knows who reads; nothing is kept."""
