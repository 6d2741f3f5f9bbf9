"""The real window driven at random for as long as one likes, under a ceiling of memory."""
