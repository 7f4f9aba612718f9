import DurableFolders

extension DataFolder {
    /// The bytes that the disk of the folder has left; nil when the system does not tell.
    var freeByteCount: Int64? { DurableFolder.freeByteCount(of: path) }
}
