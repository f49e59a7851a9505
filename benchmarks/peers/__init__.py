"""The same funnel, written as each library's own tutorials would write it."""
