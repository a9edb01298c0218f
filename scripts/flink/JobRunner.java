import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;

/**
 * Records what Flink makes of the project's jobs, unmodified files, over topics that are files (see {@link TopicFiles}).
 *
 * <p>{@code JobRunner JOBS INPUT OUTPUT} runs each JOBS/NAME.sql over the topics in the folder INPUT, and writes
 * OUTPUT/NAME.rows: a line per record of topic, timestamp, key and value with tabs between, sorted by their UTF-8 bytes.
 * Records of the customers {@code closing-...} are left out: their events come last, to end every window on an engine
 * that does not know the end of a topic, and Flink alone ends theirs.
 */
public final class JobRunner {
    private static final int JOB_SECONDS = 180;

    private JobRunner() {}

    /** Throws what Flink throws when it refuses a job or fails in it. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("usage: JobRunner JOBS INPUT OUTPUT");
            System.exit(2);
        }
        Path output = Files.createDirectories(Path.of(arguments[2]).toAbsolutePath());
        System.setProperty("bss.topics.input", Path.of(arguments[1]).toAbsolutePath().toString());
        List<Path> jobs;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jobs = files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
        }
        try (MiniCluster cluster = CorpusRunner.startCluster()) {
            Configuration configuration = CorpusRunner.clientConfiguration(cluster);
            for (Path job : jobs) {
                String name = job.getFileName().toString().replaceFirst("\\.sql$", "");
                Path topics = Files.createDirectories(output.resolve(name));
                System.setProperty("bss.topics.output", topics.toString());
                run(Files.readString(job), configuration);
                Files.writeString(output.resolve(name + ".rows"), String.join("", lines(topics)));
            }
        }
        System.exit(0);
    }

    private static void run(String script, Configuration configuration) throws Exception {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(new Configuration(configuration))
                .build());
        for (String statement : SqlRunner.split(script)) {
            if (SqlRunner.startsJob(statement)) {
                TableResult result = tables.executeSql(statement);
                result.await(JOB_SECONDS, TimeUnit.SECONDS);
            } else {
                SqlRunner.prepare(tables, statement);
            }
        }
    }

    private static List<String> lines(Path topics) throws Exception {
        List<String> lines = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> list = Files.list(topics)) {
            files = list.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            String topic = name.substring(0, name.lastIndexOf('.'));
            for (String line : Files.readAllLines(file)) {
                if (!line.split("\t", 3)[1].startsWith("closing-")) {
                    lines.add(topic + "\t" + line + "\n");
                }
            }
        }
        lines.sort(Comparator.comparing(line -> line.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        return lines;
    }
}
