"""What is trained: our small net with its four heads, and torchvision's and timm's models behind the same three questions."""
