/// Chunk size for reading all of a table.
package enum ReadingChunk {
    /// Maximum number of rows in a chunk, for bounded memory and short reads.
    package static let rowCount = 500
}
