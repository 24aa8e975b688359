"""The one sheet that draws every form and every detail from a `SheetView`."""
