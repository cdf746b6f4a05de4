"""The browser side: staff tools and family pages. It shows what the other services own and keeps only projections."""
