"""Labels on their way between tools: taken over, lowered to what a format holds, written, what was lost counted."""
