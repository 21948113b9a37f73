/// A chart as the page takes it in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawing {
    /// The question it is about.
    pub question: String,
    /// The section it belongs to.
    pub section: String,
    /// What it claims.
    pub title: String,
    /// What is drawn.
    pub caption: String,
    /// What it says to those who do not see it.
    pub alt: String,
    /// Drawn for wide screens.
    pub svg: String,
    /// Drawn for narrow screens.
    pub svg_narrow: String,
    /// Where it stands as an image.
    pub file: String,
}
