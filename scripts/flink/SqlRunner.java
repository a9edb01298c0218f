import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Submits a Flink SQL script: SET, DDL and views run in their order, all INSERTs become one StatementSet and so one job,
 * and EXECUTE STATEMENT SET BEGIN ... END is a job of its own.
 *
 * <p>{@code flink run -d -c SqlRunner sqlrunner.jar FILE}. Flink's own SQL client cannot do this here: the PyPI wheels
 * lack the gateway that it needs. The job is submitted, not awaited.
 */
public final class SqlRunner {
    private static final Pattern SET = Pattern.compile("(?is)SET\\s+'((?:[^']|'')+)'\\s*=\\s*'((?:[^']|'')*)'");
    private static final Pattern INSERT = Pattern.compile("(?is)INSERT\\s.*");
    private static final Pattern SET_BEGINS = Pattern.compile("(?is)\\s*EXECUTE\\s+STATEMENT\\s+SET\\s+BEGIN\\s.*");
    private static final Pattern SET_ENDS = Pattern.compile("(?is).*;\\s*END\\s*");

    private SqlRunner() {}

    /** Takes one argument, the script's path. Throws what Flink throws: planning errors end the program. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: SqlRunner FILE");
            System.exit(2);
        }
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        StatementSet inserts = tables.createStatementSet();
        boolean anyInsert = false;
        boolean anyJob = false;
        for (String statement : split(Files.readString(Path.of(arguments[0])))) {
            if (INSERT.matcher(statement).matches()) {
                inserts.addInsertSql(statement);
                anyInsert = true;
            } else if (startsJob(statement)) {
                tables.executeSql(statement);
                anyJob = true;
            } else {
                prepare(tables, statement);
            }
        }
        if (anyInsert) {
            inserts.execute();
        } else if (!anyJob) {
            throw new IllegalArgumentException(arguments[0] + " holds no INSERT");
        }
    }

    /** Whether running a statement by itself starts a job. */
    static boolean startsJob(String statement) {
        return INSERT.matcher(statement).matches() || SET_BEGINS.matcher(statement).matches();
    }

    /** Runs a statement that starts no job: SET (which TableEnvironment itself refuses), DDL or a view. */
    static void prepare(TableEnvironment tables, String statement) {
        Matcher set = SET.matcher(statement);
        if (set.matches()) {
            tables.getConfig().set(set.group(1).replace("''", "'"), set.group(2).replace("''", "'"));
        } else {
            tables.executeSql(statement);
        }
    }

    /**
     * The statements of a script, without comments, blank statements and the semicolons between them. A statement set
     * stays one statement. Quoted text is left as it is.
     */
    static List<String> split(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        int at = 0;
        while (at < script.length()) {
            char character = script.charAt(at);
            int end = at + 1;
            if (character == '\'' || character == '`' || character == '"') {
                end = after(script, String.valueOf(character), at + 1);
                current.append(script, at, end);
            } else if (script.startsWith("--", at)) {
                end = after(script, "\n", at);
                current.append('\n');
            } else if (script.startsWith("/*", at) && !script.startsWith("/*+", at)) {
                end = after(script, "*/", at + 2);
                current.append(' ');
            } else if (character == ';' && isOpenSet(current)) {
                current.append(character);
            } else if (character == ';') {
                add(current, statements);
            } else {
                current.append(character);
            }
            at = end;
        }
        add(current, statements);
        return statements;
    }

    private static boolean isOpenSet(CharSequence statement) {
        return SET_BEGINS.matcher(statement).matches() && !SET_ENDS.matcher(statement).matches();
    }

    /** The index behind the next {@code mark}. A doubled quote simply opens the next quoted piece. */
    private static int after(String script, String mark, int from) {
        int found = script.indexOf(mark, from);
        return found < 0 ? script.length() : found + mark.length();
    }

    private static void add(StringBuilder current, List<String> statements) {
        String statement = current.toString().strip();
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
        current.setLength(0);
    }
}
