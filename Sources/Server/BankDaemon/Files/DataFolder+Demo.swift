extension DataFolder {
    /// The refusal of a folder that `counterfoil demo --state` keeps, or of the one in it with the
    /// demo's books; nil for any other, also for a bank's folder with a demo inside.
    var demoRefusal: DaemonError? {
        let books = ["\(path)/bank/ledger.sqlite", "\(path)/ledger.sqlite"]
        guard books.contains(where: PrivateFile.exists) else { return nil }
        // Settings alone are no bank.
        let traces = [booksPath, auditHeadPath, epochPath, backupBookPath]
        guard !traces.contains(where: PrivateFile.exists) else { return nil }
        return DaemonError(
            "\(OperatorText.clean(path)) is the folder of a demo, which `counterfoil demo --state` "
                + "keeps, and holds no bank of counterfoild. Make one in another folder with: "
                + "\(ShellCommand("init").option("--data", "DIR"))",
            .noInput
        )
    }
}
