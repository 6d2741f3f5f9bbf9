"""What a trained model is good for: guesses on images, what to label next, a look inside, files for other programs."""
