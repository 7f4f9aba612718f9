extension Schema {
    /// Returns triggers that reject every update and deletion on append-only tables.
    static func refusals(on tables: [String]) -> [String] {
        tables.flatMap { table in ["UPDATE", "DELETE"].map { refusal(of: $0, on: table) } }
    }

    /// Returns a trigger that rejects every statement of a kind on a table.
    static func refusal(of statement: String, on table: String) -> String {
        """
        CREATE TRIGGER \(table)_refuses_\(statement.lowercased())
        BEFORE \(statement) ON \(table) BEGIN
            SELECT RAISE(ABORT, '\(table) is append-only');
        END;
        """
    }

    /// Returns a trigger that rejects updates of a table's rows, except of its sealed columns.
    static func refusal(
        ofUpdateOn table: String,
        keeping columns: [String],
        but sealed: [SealedColumn]
    ) -> String {
        // The trigger compares values and does not list columns, because a row's number has the
        // alias `rowid`.
        let changes = columns.map { "NEW.\($0) IS NOT OLD.\($0)" }.joined(separator: " OR ")
        let sameSeals = sealed.map { "NEW.\($0.column) IS OLD.\($0.column)" }
            .joined(separator: " AND ")
        return """
            CREATE TRIGGER \(table)_refuses_update BEFORE UPDATE ON \(table)
            WHEN \(changes) OR (\(sameSeals)) BEGIN
                SELECT RAISE(ABORT, '\(table) keeps all but what is sealed');
            END;
            """
    }

    /// Returns triggers that reject values of a retired key, and an index that finds the values of
    /// a key.
    static func guards(of column: SealedColumn) -> String {
        let name = "\(column.table)_\(column.column)"
        let isRetired = """
            EXISTS (SELECT 1 FROM master_key k JOIN master_key_end USING (key_no)
                WHERE k.header = substr(NEW.\(column.column), 1, 5))
            """
        return ["INSERT", "UPDATE OF \(column.column)"].map { event in
            """
            CREATE TRIGGER \(name)_refuses_retired_key_on_\(event.prefix(6).lowercased())
            BEFORE \(event) ON \(column.table) WHEN \(isRetired) BEGIN
                SELECT RAISE(ABORT, 'this master key was retired');
            END;
            """
        }.joined(separator: "\n") + """

            CREATE INDEX \(name)_by_master_key
                ON \(column.table) (substr(\(column.column), 1, 5));
            """
    }
}
