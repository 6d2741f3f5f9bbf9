"""Lists and bars around the canvas: images, labels, shapes, properties, looks, tools."""
