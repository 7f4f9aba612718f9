import BankDaemon
import Testing

@testable import counterfoild

/// Goal: the answer of a backup says what is in it, and what is not.
///
/// Method: the answer of the command, and settings of the environment.
@Suite("What `backup` answers")
struct BackupAnswerTests {
    @Test("the files that the settings name and that are not in the backup are named")
    func leftOut() {
        let written = ["/backup/b", "/backup/b.manifest"]
        let lines = "Written: /backup/b\nWritten: /backup/b.manifest\n"
        #expect(BackupCommand.answer(written, .success([])) == lines)
        #expect(
            BackupCommand.answer(written, .success(["/own/server.pem"])) == lines
                + "Not in the backup, though the settings name it: /own/server.pem. "
                + "Keep a copy of it.\n"
        )
    }

    @Test("settings that cannot be read are said, and the backup is made")
    func unread() {
        let failure = DaemonError("Line 1 is wrong.", .configuration)
        let answer = BackupCommand.answer(["/backup/b"], .failure(failure))
        #expect(answer.hasPrefix("Written: /backup/b\nThe settings cannot be read, so"))
        #expect(answer.hasSuffix("may not be in it: Line 1 is wrong.\n"))
    }
}
