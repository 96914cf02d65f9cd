"""Rules of the Financial Instruments and Exchange Act (金融商品取引法) and of those who sell under it."""
