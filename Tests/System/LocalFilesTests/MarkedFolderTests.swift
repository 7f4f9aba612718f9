import Testing

@testable import LocalFiles

/// Goal: a path is taken apart where the system takes it apart.
///
/// Method: names that begin with a mark, which to Swift belongs to the slash before it.
struct MarkedFolderTests {
    // Symptom: the folder of `/a/b` was `/`, where the name of `b` began with a mark. Cause: to Swift the
    // slash with the mark is another character.
    @Test(
        "a name that begins with a mark does not hide the slash before it",
        arguments: [
            ("/a/\u{301}b", "/a"), ("\u{301}a/\u{301}b/", "\u{301}a"), ("/\u{301}a", "/"),
            ("/\u{301}a/b", "/\u{301}a"), ("/a/b//", "/a"), ("//", "/"), ("a", "."), ("", "."),
        ]
    )
    func folders(path: String, folder: String) {
        #expect(LocalFolder.folder(of: path).unicodeScalars.elementsEqual(folder.unicodeScalars))
    }
}
