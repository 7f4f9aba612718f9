import LocalFiles

extension PrivacyFault {
    /// Kind of file that must be at a path, and what others may do with it.
    struct Kind: Hashable {
        /// Type of the file.
        let type: FileStatus.Kind
        /// Mode that the file should have.
        let mode: UInt32
        /// Bits of a mode that let others do what only the owner may.
        ///
        /// Execution of what is no program is harmless, and a socket accepts whoever may write it.
        let forbiddenBits: UInt32

        /// Folder that nobody else looks into.
        static let folder = Kind(type: .folder, mode: PrivateFile.folderMode, forbiddenBits: 0o077)
        /// Folder in which nobody else changes anything.
        static let ownFolder = Kind(
            type: .folder,
            mode: PrivateFile.folderMode,
            forbiddenBits: 0o022
        )
        /// File that nobody else reads or changes.
        static let file = Kind(type: .file, mode: PrivateFile.mode, forbiddenBits: 0o066)
        /// File that everybody reads; it may be root's, who can change it in any case.
        static let certificate = Kind(
            type: .file,
            mode: PrivateFile.publicMode,
            forbiddenBits: 0o022
        )
        /// Socket to which nobody else connects.
        static let socket = Kind(type: .socket, mode: PrivateFile.mode, forbiddenBits: 0o022)
        /// Socket to which the owner's group connects as well.
        static let groupSocket = Kind(type: .socket, mode: 0o660, forbiddenBits: 0o002)

        /// Returns the beginning of the sentence about a mode that lets others do too much.
        func others(_ mode: UInt32) -> String {
            switch self {
            case .groupSocket: "Others than its owner and the owner's group may use"
            case .folder, .ownFolder, .socket: "Others than its owner may use"
            case .file where mode & 0o022 == 0: "Others than its owner may read"
            case .file where mode & 0o044 != 0: "Others than its owner may read and change"
            default: "Others than its owner may change"
            }
        }
    }
}
