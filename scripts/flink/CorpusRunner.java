import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/**
 * Records what Flink answers to every statement of the stream corpus, on one mini cluster within this JVM.
 *
 * <p>{@code CorpusRunner CORPUS INPUTS OUTPUT [NAME...]} runs CORPUS/NAME.sql (all of them without names) and writes
 * OUTPUT/NAME.rows: a line {@code # column TYPE, ...}, then one line per changelog row of the file's last statement, the
 * lines sorted by their UTF-8 bytes. A line is a JSON array: the row's kind, then every column as null, a string of the
 * canonical text (see {@link #canonical}), or an array of such. {@code ! PLAN message} stands instead when Flink refuses
 * the statement, and {@code ! RUN message} when it fails while running.
 *
 * <p>Tables with the connectors {@code kafka} and {@code upsert-kafka} read INPUTS/TOPIC.tsv (see {@link TopicFiles}). Where
 * the last statement is an INSERT it goes into the topic that has the file's name; then a line per record is written, a
 * JSON array of its key and its value, below {@code # key, value}.
 *
 * <p>A line {@code -- compare: net} in a file means that the changelog depends on the order in which Flink happens to
 * read two inputs. Then only what is left when every row has been added or taken away is written, all as {@code +I};
 * of records the last one of each key, unless it deletes.
 */
public final class CorpusRunner {
    private static final int CONCURRENT_STATEMENTS = 3;
    private static final int STATEMENT_SECONDS = 60;
    private static final String NET = "-- compare: net";
    private static final Comparator<String> BYTES =
            Comparator.comparing(line -> line.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final Configuration configuration;
    private final Path corpus;
    private final Path inputs;
    private final Path topics;

    private CorpusRunner(Configuration configuration, Path corpus, Path inputs, Path topics) {
        this.configuration = configuration;
        this.corpus = corpus;
        this.inputs = inputs;
        this.topics = topics;
    }

    /** Exits with 1 when a statement could not be recorded at all. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println("usage: CorpusRunner CORPUS INPUTS OUTPUT [NAME...]");
            System.exit(2);
        }
        Path corpus = Path.of(arguments[0]);
        Path inputs = Path.of(arguments[1]).toAbsolutePath();
        Path output = Files.createDirectories(Path.of(arguments[2]));
        List<String> names = List.of(arguments).subList(3, arguments.length);
        Path topics = Files.createTempDirectory("topics");
        System.setProperty("bss.topics.input", inputs.toString());
        System.setProperty("bss.topics.output", topics.toString());
        try (MiniCluster cluster = startCluster()) {
            CorpusRunner runner = new CorpusRunner(clientConfiguration(cluster), corpus, inputs, topics);
            boolean recorded = runner.record(names.isEmpty() ? runner.allNames() : names, output);
            System.exit(recorded ? 0 : 1);
        }
    }

    /** A cluster within this JVM. */
    static MiniCluster startCluster() throws Exception {
        Configuration configuration = Configuration.fromMap(Map.of(
                "rest.address", "localhost",
                "rest.port", "0",
                "taskmanager.memory.managed.size", "256m",
                "taskmanager.memory.network.min", "192m",
                "taskmanager.memory.network.max", "192m",
                "pekko.ask.timeout", "60s"));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(CONCURRENT_STATEMENTS)
                .build());
        cluster.start();
        return cluster;
    }

    /** Watermarks follow every record (interval 0), so that which rows come late does not depend on the clock. */
    static Configuration clientConfiguration(MiniCluster cluster) throws Exception {
        int port = cluster.getRestAddress().get().getPort();
        return Configuration.fromMap(Map.of(
                "execution.target", "remote",
                "rest.address", "localhost",
                "rest.port", String.valueOf(port),
                "parallelism.default", "1",
                "pipeline.auto-watermark-interval", "0 ms",
                "restart-strategy.type", "none",
                "table.local-time-zone", "UTC",
                "table.exec.mini-batch.enabled", "false",
                "table.exec.source.idle-timeout", "0 ms"));
    }

    private List<String> allNames() throws Exception {
        try (Stream<Path> files = Files.list(corpus)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sql"))
                    .map(name -> name.substring(0, name.length() - ".sql".length()))
                    .sorted()
                    .toList();
        }
    }

    private boolean record(List<String> names, Path output) throws Exception {
        ExecutorService statements = Executors.newFixedThreadPool(CONCURRENT_STATEMENTS);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        List<Future<?>> results = new ArrayList<>();
        for (String name : names) {
            results.add(statements.submit(() -> {
                Thread worker = Thread.currentThread();
                ScheduledFuture<?> limit = clock.schedule(worker::interrupt, STATEMENT_SECONDS, TimeUnit.SECONDS);
                List<String> lines = answer(name, Files.readString(corpus.resolve(name + ".sql")));
                if (!limit.cancel(false)) {
                    lines = List.of("! RUN longer than " + STATEMENT_SECONDS + " s");
                }
                Thread.interrupted();
                return Files.writeString(output.resolve(name + ".rows"), String.join("\n", lines) + "\n");
            }));
        }
        boolean recorded = true;
        for (int index = 0; index < names.size(); index++) {
            try {
                results.get(index).get();
            } catch (Exception error) {
                System.err.println(names.get(index) + ": " + error);
                recorded = false;
            }
        }
        statements.shutdown();
        clock.shutdownNow();
        return recorded;
    }

    /** The lines of a statement's record. */
    private List<String> answer(String name, String script) {
        TableResult result;
        boolean isInsert;
        try {
            TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                    .inStreamingMode()
                    .withConfiguration(new Configuration(configuration))
                    .build());
            List<String> statements = SqlRunner.split(script.replace("${INPUT}", inputs.toString()));
            for (String statement : statements.subList(0, statements.size() - 1)) {
                SqlRunner.prepare(tables, statement);
            }
            isInsert = SqlRunner.startsJob(statements.get(statements.size() - 1));
            result = tables.executeSql(statements.get(statements.size() - 1));
        } catch (Throwable error) {
            return List.of("! PLAN " + message(error));
        }
        if (isInsert) {
            try {
                result.await();
                return records(name, script.contains(NET));
            } catch (Throwable error) {
                return List.of("! RUN " + message(error));
            }
        }
        List<Column> columns = result.getResolvedSchema().getColumns();
        List<LogicalType> types = columns.stream().map(column -> column.getDataType().getLogicalType()).toList();
        List<String> changes = new ArrayList<>();
        try (CloseableIterator<Row> rows = result.collect()) {
            while (rows.hasNext()) {
                changes.add(line(rows.next(), types));
            }
        } catch (Throwable error) {
            return List.of("! RUN " + message(error));
        }
        List<String> lines = new ArrayList<>(script.contains(NET) ? net(changes) : changes);
        lines.sort(BYTES);
        lines.add(0, columns.stream()
                .map(column -> column.getName() + " " + column.getDataType().getLogicalType().asSummaryString())
                .collect(Collectors.joining(", ", "# ", "")));
        return lines;
    }

    /** The records of the topic of a statement. */
    private List<String> records(String topic, boolean isNet) throws Exception {
        List<String> lines = new ArrayList<>();
        Map<String, String> last = new TreeMap<>();
        try (Stream<Path> files = Files.list(topics)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(topic + ".")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split("\t", 3);
                    String text = "[" + text(parts[1]) + "," + text(parts[2]) + "]";
                    lines.add(text);
                    last.put(parts[1], parts[2].equals(TopicFiles.NONE) ? "" : text);
                }
            }
        }
        if (isNet) {
            lines = new ArrayList<>(last.values());
            lines.removeIf(String::isEmpty);
        }
        lines.sort(BYTES);
        lines.add(0, "# key, value");
        return lines;
    }

    private static String text(String field) {
        return field.equals(TopicFiles.NONE) ? "null" : quoted(field);
    }

    /** The first line of the innermost cause's message, without this machine's paths. */
    private String message(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return text.lines().findFirst().orElse("").replace(inputs.toString(), "${INPUT}").strip();
    }

    /** The rows that a changelog leaves behind, each as often as it was added more than taken away. */
    private static List<String> net(List<String> changes) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String change : changes) {
            boolean adds = change.startsWith("[\"+");
            counts.merge("[\"+I" + change.substring("[\"+I".length()), adds ? 1 : -1, Integer::sum);
        }
        List<String> left = new ArrayList<>();
        counts.forEach((change, count) -> {
            if (count < 0) {
                throw new IllegalStateException("deleted more often than inserted: " + change);
            }
            left.addAll(Collections.nCopies(count, change));
        });
        return left;
    }

    private static String line(Row row, List<LogicalType> types) {
        RowKind kind = row.getKind();
        StringBuilder line = new StringBuilder("[\"").append(kind.shortString()).append('"');
        for (int index = 0; index < types.size(); index++) {
            line.append(',').append(json(row.getField(index), types.get(index)));
        }
        return line.append(']').toString();
    }

    /** ARRAY and ROW become arrays; MAP and MULTISET arrays of [key, value] in the order of their text. */
    private static String json(Object value, LogicalType type) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Row row) {
            List<LogicalType> fields = type.getChildren();
            List<String> parts = new ArrayList<>();
            for (int index = 0; index < fields.size(); index++) {
                parts.add(json(row.getField(index), fields.get(index)));
            }
            return array(parts);
        }
        if (type instanceof ArrayType list) {
            List<String> parts = new ArrayList<>();
            for (int index = 0; index < java.lang.reflect.Array.getLength(value); index++) {
                parts.add(json(java.lang.reflect.Array.get(value, index), list.getElementType()));
            }
            return array(parts);
        }
        if (value instanceof Map<?, ?> map) {
            LogicalType key = type.getChildren().get(0);
            LogicalType element = type instanceof MapType typed ? typed.getValueType() : null;
            List<String> parts = new ArrayList<>();
            map.forEach((from, to) -> parts.add(array(List.of(
                    json(from, key), element == null ? quoted(to.toString()) : json(to, element)))));
            Collections.sort(parts);
            return array(parts);
        }
        return quoted(canonical(value, type));
    }

    private static String array(List<String> parts) {
        return parts.stream().collect(Collectors.joining(",", "[", "]"));
    }

    /**
     * A scalar's text: integers, FLOAT, DOUBLE and BOOLEAN as Java writes them, DECIMAL with its scale and no exponent,
     * TIMESTAMP(p) as {@code yyyy-MM-dd HH:mm:ss} with p digits behind a dot (LTZ in UTC), DATE, TIME, BYTES as lower-case
     * hex digits, INTERVAL as a number of milliseconds or months.
     */
    private static String canonical(Object value, LogicalType type) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof LocalDateTime time) {
            return time.toLocalDate() + " " + clock(time.toLocalTime(), LogicalTypeChecks.getPrecision(type));
        }
        if (value instanceof Instant instant) {
            LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            return time.toLocalDate() + " " + clock(time.toLocalTime(), LogicalTypeChecks.getPrecision(type));
        }
        if (value instanceof LocalTime time) {
            return clock(time, LogicalTypeChecks.getPrecision(type));
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Duration duration) {
            return String.valueOf(duration.toMillis());
        }
        if (value instanceof Period period) {
            return String.valueOf(period.toTotalMonths());
        }
        return value.toString();
    }

    private static String clock(LocalTime time, int precision) {
        String text = String.format("%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        return precision == 0 ? text : text + "." + String.format("%09d", time.getNano()).substring(0, precision);
    }

    /** A JSON string; what is not ASCII stays as it is, control characters are written as four hex digits. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char character : text.toCharArray()) {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ') {
                quoted.append(String.format("\\u%04x", (int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
