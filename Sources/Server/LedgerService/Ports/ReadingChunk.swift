/// Chunk size for reading all of a table.
public enum ReadingChunk {
    /// Maximum number of rows in a chunk, for bounded memory and short reads.
    public static let rowCount = 500
}
