import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.internal.TableEnvironmentInternal;
import org.apache.flink.table.operations.ddl.CreateTableOperation;

/**
 * The program that `bss flink submit` runs on a JobManager: a Flink SQL script becomes one job. SET, DDL and views run in
 * their order; all INSERTs, those in EXECUTE STATEMENT SET BEGIN ... END too, become one StatementSet.
 *
 * <p>The first argument is the script's text, and pairs follow that differ from place to place and not from script to
 * script; they go before what the script says: {@code --set KEY=VALUE} is Flink's configuration, {@code --option
 * KEY=VALUE} an option of every table with the connector kafka, {@code --topic OLD=NEW} another topic for the tables of a
 * topic. The job is submitted, not awaited.
 */
public final class SqlRunner {
    private static final Pattern SET = Pattern.compile("(?is)SET\\s+'((?:[^']|'')+)'\\s*=\\s*'((?:[^']|'')*)'");
    private static final Pattern INSERT = Pattern.compile("(?is)INSERT\\s.*");
    private static final Pattern SET_BEGINS = Pattern.compile("(?is)\\s*EXECUTE\\s+STATEMENT\\s+SET\\s+BEGIN\\s.*");
    private static final Pattern SET_ENDS = Pattern.compile("(?is).*;\\s*END\\s*");
    private static final Pattern STATEMENT_SET =
            Pattern.compile("(?is)EXECUTE\\s+STATEMENT\\s+SET\\s+BEGIN\\s(.*;)\\s*END");

    private final TableEnvironmentInternal tables;
    private final StatementSet inserts;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, String> topics = new LinkedHashMap<>();
    private boolean hasInserts = false;

    private SqlRunner(List<String> pairs) {
        for (int index = 0; index + 1 < pairs.size(); index += 2) {
            String[] pair = pairs.get(index + 1).split("=", 2);
            if (pair.length != 2) {
                throw new IllegalArgumentException(pairs.get(index) + " takes KEY=VALUE");
            }
            Map<String, String> kind =
                    switch (pairs.get(index)) {
                        case "--set" -> settings;
                        case "--option" -> options;
                        case "--topic" -> topics;
                        default -> throw new IllegalArgumentException("unknown argument " + pairs.get(index));
                    };
            kind.put(pair[0], pair[1]);
        }
        tables = (TableEnvironmentInternal) TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        inserts = tables.createStatementSet();
    }

    /** Throws what Flink throws: planning errors end the program. */
    public static void main(String[] arguments) {
        if (arguments.length % 2 != 1) {
            throw new IllegalArgumentException("usage: SqlRunner SCRIPT [--set|--option|--topic KEY=VALUE]...");
        }
        new SqlRunner(List.of(arguments).subList(1, arguments.length)).submit(arguments[0]);
    }

    private void submit(String script) {
        settings.forEach((key, value) -> tables.getConfig().set(key, value));
        for (String statement : split(script)) {
            Matcher set = STATEMENT_SET.matcher(statement);
            if (set.matches()) {
                split(set.group(1)).forEach(this::insert);
            } else if (INSERT.matcher(statement).matches()) {
                insert(statement);
            } else {
                prepare(statement);
            }
        }
        if (!hasInserts) {
            throw new IllegalArgumentException("the script holds no INSERT");
        }
        inserts.execute();
    }

    private void insert(String statement) {
        inserts.addInsertSql(statement);
        hasInserts = true;
    }

    private void prepare(String statement) {
        Matcher set = SET.matcher(statement);
        if (set.matches() && settings.containsKey(set.group(1))) {
            return;
        }
        if (!set.matches()
                && tables.getParser().parse(statement).get(0) instanceof CreateTableOperation create
                && "kafka".equals(create.getCatalogTable().getOptions().get("connector"))) {
            create(create);
        } else {
            prepare(tables, statement);
        }
    }

    private void create(CreateTableOperation create) {
        Map<String, String> all = new LinkedHashMap<>(create.getCatalogTable().getOptions());
        all.putAll(options);
        all.computeIfPresent("topic", (key, topic) -> topics.getOrDefault(topic, topic));
        tables.executeInternal(new CreateTableOperation(
                create.getTableIdentifier(),
                create.getCatalogTable().copy(all),
                create.isIgnoreIfExists(),
                create.isTemporary()));
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
