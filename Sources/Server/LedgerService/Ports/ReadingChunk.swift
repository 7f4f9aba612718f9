/// The size of the pieces in which the books are read where all of them is wanted.
public enum ReadingChunk {
    /// The most rows of a piece: bounded memory, and a read that ends soon.
    public static let rowCount = 500
}
