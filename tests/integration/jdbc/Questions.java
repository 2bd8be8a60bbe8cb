import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TreeSet;

/**
 * Asks the warehouse what it reads, a line each: the JDBC address, the login, its password, then questions.
 *
 * A question's rows are printed with tabs between cells; END follows them, or the SQLSTATE of a refusal. Then what the
 * driver knows of the star: tables that facts point to, and the remarks of a column.
 */
public class Questions {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Connection connection = DriverManager.getConnection(in.readLine(), in.readLine(), in.readLine())) {
            connection.createStatement().execute("set default_transaction_read_only = off");
            for (String question = in.readLine(); question != null; question = in.readLine()) {
                ask(connection, question);
            }
            describe(connection);
        }
    }

    private static void ask(Connection connection, String question) {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(question)) {
                print(statement.getResultSet());
            }
            OUT.println("END");
        } catch (SQLException refused) {
            OUT.println("REFUSED " + refused.getSQLState());
        }
    }

    private static void print(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int column = 1; column <= columns; column++) {
                String cell = rows.getString(column);
                line.append(column > 1 ? "\t" : "").append(cell == null ? "" : cell.replace("\n", " "));
            }
            OUT.println(line);
        }
    }

    private static void describe(Connection connection) throws SQLException {
        TreeSet<String> tables = new TreeSet<>();
        ResultSet keys = connection.getMetaData().getImportedKeys(null, "mart", "fact_indicator_value");
        while (keys.next()) {
            tables.add(keys.getString("PKTABLE_NAME"));
        }
        OUT.println(String.join(" ", tables));
        ResultSet columns = connection.getMetaData().getColumns(null, "mart", "board_table", "progress");
        columns.next();
        OUT.println(columns.getString("REMARKS"));
    }
}
