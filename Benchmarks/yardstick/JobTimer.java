import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Tells what a Flink SQL script costs: {@code JobTimer WARMUP.sql MEASURED.sql} runs one after the other on a cluster
 * within this JVM, with one slot and without checkpoints, and prints {@code cpu SECONDS}: the CPU time of the JVM from the
 * submission of the second script's INSERT to its end, with planning, compiling and garbage collection.
 */
public final class JobTimer {
    private JobTimer() {}

    /** Throws what Flink throws. */
    public static void main(String[] arguments) throws Exception {
        Configuration cluster = Configuration.fromMap(Map.of(
                "rest.address", "localhost", "rest.port", "0", "pekko.ask.timeout", "60s",
                "taskmanager.memory.managed.size", "512m"));
        try (MiniCluster flink = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(cluster).setNumTaskManagers(1).setNumSlotsPerTaskManager(1).build())) {
            flink.start();
            Configuration client = Configuration.fromMap(Map.of(
                    "execution.target", "remote",
                    "rest.address", "localhost",
                    "rest.port", String.valueOf(flink.getRestAddress().get().getPort()),
                    "parallelism.default", "1",
                    "restart-strategy.type", "none",
                    "table.local-time-zone", "UTC"));
            double seconds = 0;
            for (String file : arguments) {
                seconds = run(client, Files.readString(Path.of(file)));
            }
            System.out.println("cpu " + seconds);
        }
        System.exit(0);
    }

    /** No text of these scripts holds a semicolon. */
    private static double run(Configuration client, String script) throws Exception {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode().withConfiguration(new Configuration(client)).build());
        double seconds = 0;
        for (String statement : script.split(";")) {
            String text = statement.strip();
            if (text.startsWith("INSERT")) {
                double started = cpuSeconds();
                tables.executeSql(text).await();
                seconds += cpuSeconds() - started;
            } else if (!text.isEmpty()) {
                tables.executeSql(text);
            }
        }
        return seconds;
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime() / 1e9;
    }
}
