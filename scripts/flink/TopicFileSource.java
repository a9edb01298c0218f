import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * The rows of a {@link TopicFiles} topic. One reader reads the file in its order; it needs no splits handed out, and has
 * an output for each partition from the beginning, so that no partition's watermark runs ahead of one not seen yet.
 */
final class TopicFileSource implements Source<RowData, TopicFileSource.Nothing, TopicFileSource.Nothing> {
    @Serial
    private static final long serialVersionUID = 1;

    private final String file;
    private final RowDecoder decoder;

    TopicFileSource(String file, RowDecoder decoder) {
        this.file = file;
        this.decoder = decoder;
    }

    /** Makes rows of a record. */
    interface RowDecoder extends Serializable {
        /** Comes before the first record. */
        void open(DeserializationSchema.InitializationContext context) throws Exception;

        /** Hands on the rows of a record. */
        void rows(TopicFiles.Record record, String topic, Collector<RowData> output) throws IOException;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<RowData, Nothing> createReader(SourceReaderContext context) throws Exception {
        decoder.open(new DeserializationSchema.InitializationContext() {
            @Override
            public MetricGroup getMetricGroup() {
                return context.metricGroup();
            }

            @Override
            public UserCodeClassLoader getUserCodeClassLoader() {
                return context.getUserCodeClassLoader();
            }
        });
        return new Reader();
    }

    /** Reads the file. A failed run is not resumed: tests run without restarts. */
    private final class Reader implements SourceReader<RowData, Nothing> {
        private final String topic = Path.of(file).getFileName().toString().replaceFirst("\\.tsv$", "");
        private final Map<Integer, SourceOutput<RowData>> outputs = new TreeMap<>();
        private Iterator<TopicFiles.Record> records;

        @Override
        public void start() {}

        @Override
        public InputStatus pollNext(ReaderOutput<RowData> output) throws IOException {
            if (records == null) {
                List<TopicFiles.Record> all = TopicFiles.records(Path.of(file)).toList();
                all.forEach(record -> outputs.computeIfAbsent(
                        record.partition(), partition -> output.createOutputForSplit(partition.toString())));
                records = all.iterator();
            }
            if (!records.hasNext()) {
                return InputStatus.END_OF_INPUT;
            }
            TopicFiles.Record record = records.next();
            List<RowData> rows = new ArrayList<>();
            decoder.rows(record, topic, new ListCollector<>(rows));
            for (RowData row : rows) {
                outputs.get(record.partition()).collect(row, record.timestamp());
            }
            return InputStatus.MORE_AVAILABLE;
        }

        @Override
        public List<Nothing> snapshotState(long checkpoint) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void addSplits(List<Nothing> splits) {}

        @Override
        public void notifyNoMoreSplits() {}

        @Override
        public void close() {}
    }

    @Override
    public SplitEnumerator<Nothing, Nothing> createEnumerator(SplitEnumeratorContext<Nothing> context) {
        return new SplitEnumerator<>() {
            @Override
            public void start() {}

            @Override
            public void handleSplitRequest(int subtask, String host) {}

            @Override
            public void addSplitsBack(List<Nothing> splits, int subtask) {}

            @Override
            public void addReader(int subtask) {}

            @Override
            public Nothing snapshotState(long checkpoint) {
                return new Nothing();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public SplitEnumerator<Nothing, Nothing> restoreEnumerator(
            SplitEnumeratorContext<Nothing> context, Nothing checkpoint) {
        return createEnumerator(context);
    }

    @Override
    public SimpleVersionedSerializer<Nothing> getSplitSerializer() {
        return new NothingSerializer();
    }

    @Override
    public SimpleVersionedSerializer<Nothing> getEnumeratorCheckpointSerializer() {
        return new NothingSerializer();
    }

    /** Stands where Flink wants a split or a state, of which there are none. */
    record Nothing() implements SourceSplit {
        @Override
        public String splitId() {
            return "";
        }
    }

    private static final class NothingSerializer implements SimpleVersionedSerializer<Nothing> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Nothing nothing) {
            return new byte[0];
        }

        @Override
        public Nothing deserialize(int version, byte[] bytes) {
            return new Nothing();
        }
    }
}
