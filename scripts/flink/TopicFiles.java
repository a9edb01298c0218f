import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.sink.abilities.SupportsWritingMetadata;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.SerializationFormatFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.util.Collector;

/**
 * Stands in for the connector {@code kafka} in tests, so that the jobs' files run on Flink as they are: topics are files.
 *
 * <p>A table reads the file {@code TOPIC.tsv} in the folder that the system property {@code bss.topics.input} names, once
 * to its end: a line is a record's partition, timestamp in milliseconds, key and value, with tabs between. Offsets count
 * from 0 in each partition. It writes lines of timestamp, key and value to files {@code TOPIC.*} in the folder of
 * {@code bss.topics.output}. Watermarks are pushed into the source, for each partition by itself as with Kafka, and
 * follow every record. Formats are found as Flink finds them.
 */
public final class TopicFiles implements DynamicTableSourceFactory, DynamicTableSinkFactory {
    /** What stands in a file for a key or value that is none. */
    static final String NONE = "\\N";

    private static final ConfigOption<String> TOPIC = text("topic");
    private static final ConfigOption<List<String>> KEY_FIELDS =
            ConfigOptions.key("key.fields").stringType().asList().defaultValues();
    private static final ConfigOption<String> KEY_FORMAT = text("key.format");
    private static final List<String> IGNORED = List.of(
            "properties.bootstrap.servers",
            "properties.group.id",
            "properties.transaction.timeout.ms",
            "scan.startup.mode",
            "sink.delivery-guarantee",
            "sink.transactional-id-prefix");

    private static ConfigOption<String> text(String name) {
        return ConfigOptions.key(name).stringType().noDefaultValue();
    }

    @Override
    public String factoryIdentifier() {
        return "kafka";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return java.util.Set.of(TOPIC, FactoryUtil.FORMAT);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options = new HashSet<>(List.of(KEY_FIELDS, KEY_FORMAT));
        IGNORED.forEach(name -> options.add(text(name)));
        return options;
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        DecodingFormat<DeserializationSchema<RowData>> format =
                helper.discoverDecodingFormat(DeserializationFormatFactory.class, FactoryUtil.FORMAT);
        helper.validate();
        Path file = Path.of(System.getProperty("bss.topics.input"), helper.getOptions().get(TOPIC) + ".tsv");
        return new TableSource(file, format, context.getPhysicalRowDataType());
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        EncodingFormat<SerializationSchema<RowData>> format =
                helper.discoverEncodingFormat(SerializationFormatFactory.class, FactoryUtil.FORMAT);
        helper.discoverOptionalEncodingFormat(SerializationFormatFactory.class, KEY_FORMAT);
        helper.validate();
        List<String> keys = helper.getOptions().get(KEY_FIELDS);
        if (keys.size() > 1) {
            throw new IllegalArgumentException("one key field at most: " + keys);
        }
        DataType row = context.getPhysicalRowDataType();
        int key = keys.isEmpty() ? -1 : DataType.getFieldNames(row).indexOf(keys.get(0));
        Path folder = Path.of(System.getProperty("bss.topics.output"));
        return new TableSink(folder, helper.getOptions().get(TOPIC), format, row, key);
    }

    /** Reads a topic's file once to its end. */
    static DataStreamScanProvider scan(
            ScanTableSource.ScanContext context,
            Path file,
            TopicFileSource.RowDecoder decoder,
            WatermarkStrategy<RowData> watermarks,
            DataType produced) {
        TopicFileSource source = new TopicFileSource(file.toString(), decoder);
        WatermarkStrategy<RowData> strategy = eager(watermarks);
        var type = context.<RowData>createTypeInformation(produced);
        String name = file.getFileName().toString();
        return new DataStreamScanProvider() {
            @Override
            public DataStream<RowData> produceDataStream(
                    ProviderContext provider, StreamExecutionEnvironment environment) {
                return environment.fromSource(source, strategy, name, type).setParallelism(1);
            }

            @Override
            public boolean isBounded() {
                return true;
            }
        };
    }

    /** The same watermarks, but after each record and not at times of the clock. */
    private static WatermarkStrategy<RowData> eager(WatermarkStrategy<RowData> strategy) {
        return context -> {
            WatermarkGenerator<RowData> generator = strategy.createWatermarkGenerator(context);
            return new WatermarkGenerator<>() {
                @Override
                public void onEvent(RowData row, long timestamp, WatermarkOutput output) {
                    generator.onEvent(row, timestamp, output);
                    generator.onPeriodicEmit(output);
                }

                @Override
                public void onPeriodicEmit(WatermarkOutput output) {
                    generator.onPeriodicEmit(output);
                }
            };
        };
    }

    /** What a topic's table may read beside keys and values. */
    static Map<String, DataType> readableMetadata() {
        Map<String, DataType> columns = new LinkedHashMap<>();
        columns.put("timestamp", DataTypes.TIMESTAMP_LTZ(3).notNull());
        columns.put("partition", DataTypes.INT().notNull());
        columns.put("offset", DataTypes.BIGINT().notNull());
        columns.put("topic", DataTypes.STRING().notNull());
        return columns;
    }

    /** A topic as a table to read. */
    private static final class TableSource
            implements ScanTableSource, SupportsReadingMetadata, SupportsWatermarkPushDown {
        private final Path file;
        private final DecodingFormat<DeserializationSchema<RowData>> format;
        private final DataType physical;
        private DataType produced;
        private List<String> metadata = List.of();
        private WatermarkStrategy<RowData> watermarks = WatermarkStrategy.noWatermarks();

        TableSource(Path file, DecodingFormat<DeserializationSchema<RowData>> format, DataType physical) {
            this.file = file;
            this.format = format;
            this.physical = physical;
            this.produced = physical;
        }

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public Map<String, DataType> listReadableMetadata() {
            return readableMetadata();
        }

        @Override
        public void applyReadableMetadata(List<String> keys, DataType type) {
            metadata = List.copyOf(keys);
            produced = type;
        }

        @Override
        public void applyWatermark(WatermarkStrategy<RowData> strategy) {
            watermarks = strategy;
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            DeserializationSchema<RowData> decoder = format.createRuntimeDecoder(context, physical);
            return scan(context, file, new ValueRows(decoder, List.copyOf(metadata)), watermarks, produced);
        }

        @Override
        public DynamicTableSource copy() {
            TableSource copy = new TableSource(file, format, physical);
            copy.produced = produced;
            copy.metadata = metadata;
            copy.watermarks = watermarks;
            return copy;
        }

        @Override
        public String asSummaryString() {
            return "topic file " + file;
        }
    }

    /** A topic as a table to write. */
    private static final class TableSink implements DynamicTableSink, SupportsWritingMetadata {
        private final Path folder;
        private final String topic;
        private final EncodingFormat<SerializationSchema<RowData>> format;
        private final DataType physical;
        private final int key;
        private boolean hasTimestamp;

        TableSink(
                Path folder,
                String topic,
                EncodingFormat<SerializationSchema<RowData>> format,
                DataType physical,
                int key) {
            this.folder = folder;
            this.topic = topic;
            this.format = format;
            this.physical = physical;
            this.key = key;
        }

        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return ChangelogMode.insertOnly();
        }

        @Override
        public Map<String, DataType> listWritableMetadata() {
            return new HashMap<>(Map.of("timestamp", DataTypes.TIMESTAMP_LTZ(3).nullable()));
        }

        @Override
        public void applyWritableMetadata(List<String> keys, DataType consumed) {
            hasTimestamp = !keys.isEmpty();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
            int timestamp = hasTimestamp ? DataType.getFieldCount(physical) : -1;
            SerializationSchema<RowData> encoder = format.createRuntimeEncoder(context, physical);
            return SinkV2Provider.of(new FileTopic(folder.toString(), topic, encoder, key, timestamp), 1);
        }

        @Override
        public DynamicTableSink copy() {
            TableSink copy = new TableSink(folder, topic, format, physical, key);
            copy.hasTimestamp = hasTimestamp;
            return copy;
        }

        @Override
        public String asSummaryString() {
            return "topic file " + topic;
        }
    }

    /** Writes a line per row; the columns of metadata are behind those of the value. */
    private record FileTopic(
            String folder, String topic, SerializationSchema<RowData> encoder, int key, int timestamp)
            implements Sink<RowData>, Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
            try {
                encoder.open(context.asSerializationSchemaInitializationContext());
            } catch (Exception error) {
                throw new IOException(error);
            }
            Path folder = Files.createDirectories(Path.of(this.folder));
            BufferedWriter file = Files.newBufferedWriter(folder.resolve(topic + "." + UUID.randomUUID()));
            return new SinkWriter<>() {
                @Override
                public void write(RowData row, Context record) throws IOException {
                    TimestampData time = timestamp < 0 ? null : row.getTimestamp(timestamp, 3);
                    String value = new String(encoder.serialize(row), StandardCharsets.UTF_8);
                    file.write((time == null ? "" : time.getMillisecond()) + "\t");
                    file.write((key < 0 || row.isNullAt(key) ? "" : row.getString(key)) + "\t" + value + "\n");
                }

                @Override
                public void flush(boolean endOfInput) throws IOException {
                    file.flush();
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }
    }

    /** The records of a topic's file, in its order. A key or value written {@code \\N} is none. */
    static Stream<Record> records(Path file) {
        Map<Integer, Long> offsets = new HashMap<>();
        try {
            return Files.lines(file).map(line -> {
                String[] parts = line.split("\t", 4);
                int partition = Integer.parseInt(parts[0]);
                long offset = offsets.merge(partition, 0L, (old, ignored) -> old + 1);
                return new Record(partition, offset, Long.parseLong(parts[1]), bytes(parts[2]), bytes(parts[3]));
            });
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static byte[] bytes(String text) {
        return text.equals(NONE) ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** A record of a topic. */
    record Record(int partition, long offset, long timestamp, byte[] key, byte[] value) {
        /** What a column of metadata holds. */
        Object metadata(String name, String topic) {
            return switch (name) {
                case "timestamp" -> TimestampData.fromEpochMillis(timestamp);
                case "partition" -> partition;
                case "offset" -> offset;
                case "topic" -> StringData.fromString(topic);
                default -> throw new IllegalArgumentException(name);
            };
        }
    }

    /** The rows of records' values: the value's columns and behind them those of metadata. */
    private record ValueRows(DeserializationSchema<RowData> decoder, List<String> metadata)
            implements TopicFileSource.RowDecoder {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public void open(DeserializationSchema.InitializationContext context) throws Exception {
            decoder.open(context);
        }

        @Override
        public void rows(Record record, String topic, Collector<RowData> output) throws IOException {
            List<RowData> values = new ArrayList<>();
            decoder.deserialize(record.value(), new ListCollector<>(values));
            for (RowData value : values) {
                if (value == null) {
                    // Kafka's connector throws here too (DynamicKafkaDeserializationSchema).
                    throw new IOException("the format made no row of " + record);
                }
                GenericRowData row = new GenericRowData(value.getArity() + metadata.size());
                for (int index = 0; index < value.getArity(); index++) {
                    row.setField(index, ((GenericRowData) value).getField(index));
                }
                for (int index = 0; index < metadata.size(); index++) {
                    row.setField(value.getArity() + index, record.metadata(metadata.get(index), topic));
                }
                output.collect(row);
            }
        }
    }
}
