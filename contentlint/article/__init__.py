"""What an article is made of: captions, credits, images, headings, tables, quotes."""
