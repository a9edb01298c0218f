import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.connector.sink.abilities.SupportsWritingMetadata;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.connector.source.abilities.SupportsWatermarkPushDown;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.SerializationFormatFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Stands in for the connector {@code upsert-kafka} in tests, over the files of {@link TopicFiles}.
 *
 * <p>It tells the planner what Kafka's connector tells it (changelog modes, options, what it refuses and in which words), and
 * makes rows of records and records of rows as that does: the fields of the primary key come from the record's key, those of
 * the value cover them, a record without value deletes, a record without key that its format makes no row of is passed over;
 * a row that is taken away is written as a key without value.
 */
public final class UpsertTopicFiles implements DynamicTableSourceFactory, DynamicTableSinkFactory {
    private static final ConfigOption<String> TOPIC = text("topic");
    private static final ConfigOption<String> SERVERS = text("properties.bootstrap.servers");
    private static final ConfigOption<String> KEY_FORMAT = text("key.format");
    private static final ConfigOption<String> VALUE_FORMAT = text("value.format");
    private static final ConfigOption<String> PREFIX = text("key.fields-prefix");
    private static final ConfigOption<Fields> INCLUDE =
            ConfigOptions.key("value.fields-include").enumType(Fields.class).defaultValue(Fields.ALL);
    private static final List<String> IGNORED = List.of(
            "sink.delivery-guarantee",
            "sink.transactional-id-prefix",
            "sink.parallelism",
            "sink.buffer-flush.max-rows",
            "sink.buffer-flush.interval");

    /** Which fields a value has. */
    enum Fields {
        ALL,
        EXCEPT_KEY
    }

    private static ConfigOption<String> text(String name) {
        return ConfigOptions.key(name).stringType().noDefaultValue();
    }

    @Override
    public String factoryIdentifier() {
        return "upsert-kafka";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(TOPIC, SERVERS, KEY_FORMAT, VALUE_FORMAT);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options = new HashSet<>(List.of(PREFIX, INCLUDE));
        IGNORED.forEach(name -> options.add(text(name)));
        return options;
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        DecodingFormat<DeserializationSchema<RowData>> key =
                helper.discoverDecodingFormat(DeserializationFormatFactory.class, KEY_FORMAT);
        DecodingFormat<DeserializationSchema<RowData>> value =
                helper.discoverDecodingFormat(DeserializationFormatFactory.class, VALUE_FORMAT);
        helper.validate();
        Layout layout = layout(context, helper);
        Path file = Path.of(System.getProperty("bss.topics.input"), helper.getOptions().get(TOPIC) + ".tsv");
        return new TableSource(file, key, value, layout, context.getPhysicalRowDataType());
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        EncodingFormat<SerializationSchema<RowData>> key =
                helper.discoverEncodingFormat(SerializationFormatFactory.class, KEY_FORMAT);
        EncodingFormat<SerializationSchema<RowData>> value =
                helper.discoverEncodingFormat(SerializationFormatFactory.class, VALUE_FORMAT);
        helper.validate();
        Layout layout = layout(context, helper);
        Path folder = Path.of(System.getProperty("bss.topics.output"));
        return new TableSink(folder, helper.getOptions().get(TOPIC), key, value, layout, context.getPhysicalRowDataType());
    }

    /** Which columns are in the key and which in the value, and what stands before the names of the key's. */
    private record Layout(int[] key, int[] value, String prefix) {
        DataType keyType(DataType row) {
            DataType type = Projection.of(key).project(row);
            if (prefix == null) {
                return type;
            }
            List<DataTypes.Field> fields = new ArrayList<>();
            for (int index = 0; index < key.length; index++) {
                String name = DataType.getFieldNames(type).get(index).substring(prefix.length());
                fields.add(DataTypes.FIELD(name, DataType.getFieldDataTypes(type).get(index)));
            }
            return DataTypes.ROW(fields).notNull();
        }

        DataType valueType(DataType row) {
            return Projection.of(value).project(row);
        }
    }

    private Layout layout(Context context, FactoryUtil.TableFactoryHelper helper) {
        int[] key = context.getPrimaryKeyIndexes();
        if (key.length == 0) {
            throw new ValidationException("'upsert-kafka' tables require to define a PRIMARY KEY constraint. "
                    + "The PRIMARY KEY specifies which columns should be read from or write to the Kafka message key. "
                    + "The PRIMARY KEY also defines records in the 'upsert-kafka' table should update or delete on which"
                    + " keys.");
        }
        String prefix = helper.getOptions().getOptional(PREFIX).orElse(null);
        List<String> names = DataType.getFieldNames(context.getPhysicalRowDataType());
        for (int index : key) {
            if (prefix != null && !names.get(index).startsWith(prefix)) {
                throw new ValidationException(String.format(
                        "All fields in 'key.fields' must be prefixed with '%s' when option 'key.fields-prefix' is set but"
                                + " field '%s' is not prefixed.",
                        prefix, names.get(index)));
            }
        }
        boolean isAll = helper.getOptions().get(INCLUDE) == Fields.ALL;
        if (isAll && prefix != null && !prefix.isEmpty()) {
            throw new ValidationException("A key prefix is not allowed when option 'value.fields-include' is set to 'ALL'."
                    + " Set it to 'EXCEPT_KEY' instead to avoid field overlaps.");
        }
        Set<Integer> inKey = new HashSet<>();
        for (int index : key) {
            inKey.add(index);
        }
        int[] value = IntStream.range(0, names.size()).filter(index -> isAll || !inKey.contains(index)).toArray();
        return new Layout(key, value, prefix);
    }

    /** A topic as a table to read. */
    private static final class TableSource
            implements ScanTableSource, SupportsReadingMetadata, SupportsWatermarkPushDown {
        private final Path file;
        private final DecodingFormat<DeserializationSchema<RowData>> key;
        private final DecodingFormat<DeserializationSchema<RowData>> value;
        private final Layout layout;
        private final DataType physical;
        private DataType produced;
        private List<String> metadata = List.of();
        private WatermarkStrategy<RowData> watermarks = WatermarkStrategy.noWatermarks();

        TableSource(
                Path file,
                DecodingFormat<DeserializationSchema<RowData>> key,
                DecodingFormat<DeserializationSchema<RowData>> value,
                Layout layout,
                DataType physical) {
            this.file = file;
            this.key = key;
            this.value = value;
            this.layout = layout;
            this.physical = physical;
            this.produced = physical;
        }

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.newBuilder()
                    .addContainedKind(RowKind.UPDATE_AFTER)
                    .addContainedKind(RowKind.DELETE)
                    .build();
        }

        @Override
        public Map<String, DataType> listReadableMetadata() {
            return TopicFiles.readableMetadata();
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
            KeyedRows rows = new KeyedRows(
                    key.createRuntimeDecoder(context, layout.keyType(physical)),
                    value.createRuntimeDecoder(context, layout.valueType(physical)),
                    layout.key,
                    layout.value,
                    DataType.getFieldCount(physical),
                    metadata);
            return TopicFiles.scan(context, file, rows, watermarks, produced);
        }

        @Override
        public DynamicTableSource copy() {
            TableSource copy = new TableSource(file, key, value, layout, physical);
            copy.produced = produced;
            copy.metadata = metadata;
            copy.watermarks = watermarks;
            return copy;
        }

        @Override
        public String asSummaryString() {
            return "upsert topic file " + file;
        }
    }

    /** The rows of records with keys. */
    private record KeyedRows(
            DeserializationSchema<RowData> keyDecoder,
            DeserializationSchema<RowData> valueDecoder,
            int[] key,
            int[] value,
            int width,
            List<String> metadata)
            implements TopicFileSource.RowDecoder {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public void open(DeserializationSchema.InitializationContext context) throws Exception {
            keyDecoder.open(context);
            valueDecoder.open(context);
        }

        @Override
        public void rows(TopicFiles.Record record, String topic, Collector<RowData> output) throws IOException {
            List<RowData> keys = new ArrayList<>();
            List<RowData> values = new ArrayList<>();
            keyDecoder.deserialize(record.key(), new ListCollector<>(keys));
            if (record.value() == null) {
                values.add(null);
            } else {
                valueDecoder.deserialize(record.value(), new ListCollector<>(values));
            }
            for (RowData fields : values) {
                for (RowData keyFields : keys) {
                    RowKind kind = fields == null ? RowKind.DELETE : fields.getRowKind();
                    GenericRowData row = new GenericRowData(kind, width + metadata.size());
                    copy(keyFields, key, row);
                    if (fields != null) {
                        copy(fields, value, row);
                    }
                    for (int index = 0; index < metadata.size(); index++) {
                        row.setField(width + index, record.metadata(metadata.get(index), topic));
                    }
                    output.collect(row);
                }
            }
        }

        private static void copy(RowData from, int[] places, GenericRowData to) {
            for (int index = 0; index < places.length; index++) {
                to.setField(places[index], ((GenericRowData) from).getField(index));
            }
        }
    }

    /** A topic as a table to write. */
    private static final class TableSink implements DynamicTableSink, SupportsWritingMetadata {
        private final Path folder;
        private final String topic;
        private final EncodingFormat<SerializationSchema<RowData>> key;
        private final EncodingFormat<SerializationSchema<RowData>> value;
        private final Layout layout;
        private final DataType physical;
        private boolean hasTimestamp;

        TableSink(
                Path folder,
                String topic,
                EncodingFormat<SerializationSchema<RowData>> key,
                EncodingFormat<SerializationSchema<RowData>> value,
                Layout layout,
                DataType physical) {
            this.folder = folder;
            this.topic = topic;
            this.key = key;
            this.value = value;
            this.layout = layout;
            this.physical = physical;
        }

        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return ChangelogMode.newBuilder()
                    .addContainedKind(RowKind.INSERT)
                    .addContainedKind(RowKind.UPDATE_AFTER)
                    .addContainedKind(RowKind.DELETE)
                    .build();
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
            KeyedFile file = new KeyedFile(
                    folder.toString(),
                    topic,
                    key.createRuntimeEncoder(context, layout.keyType(physical)),
                    value.createRuntimeEncoder(context, layout.valueType(physical)),
                    getters(layout.key),
                    getters(layout.value),
                    hasTimestamp ? DataType.getFieldCount(physical) : -1);
            return SinkV2Provider.of(file, 1);
        }

        private List<RowData.FieldGetter> getters(int[] columns) {
            List<RowData.FieldGetter> getters = new ArrayList<>();
            for (int column : columns) {
                getters.add(RowData.createFieldGetter(
                        DataType.getFieldDataTypes(physical).get(column).getLogicalType(), column));
            }
            return getters;
        }

        @Override
        public DynamicTableSink copy() {
            TableSink copy = new TableSink(folder, topic, key, value, layout, physical);
            copy.hasTimestamp = hasTimestamp;
            return copy;
        }

        @Override
        public String asSummaryString() {
            return "upsert topic file " + topic;
        }
    }

    /** Writes a line per row: timestamp, key and value. */
    private record KeyedFile(
            String folder,
            String topic,
            SerializationSchema<RowData> keyEncoder,
            SerializationSchema<RowData> valueEncoder,
            List<RowData.FieldGetter> key,
            List<RowData.FieldGetter> value,
            int timestamp)
            implements Sink<RowData>, Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
            try {
                keyEncoder.open(context.asSerializationSchemaInitializationContext());
                valueEncoder.open(context.asSerializationSchemaInitializationContext());
            } catch (Exception error) {
                throw new IOException(error);
            }
            Path folder = Files.createDirectories(Path.of(this.folder));
            BufferedWriter file = Files.newBufferedWriter(folder.resolve(topic + "." + UUID.randomUUID()));
            return new SinkWriter<>() {
                @Override
                public void write(RowData row, Context record) throws IOException {
                    TimestampData time = timestamp < 0 ? null : row.getTimestamp(timestamp, 3);
                    boolean isTaken =
                            row.getRowKind() == RowKind.DELETE || row.getRowKind() == RowKind.UPDATE_BEFORE;
                    file.write((time == null ? "" : time.getMillisecond()) + "\t");
                    file.write(text(keyEncoder.serialize(fields(row, key))) + "\t");
                    file.write((isTaken ? TopicFiles.NONE : text(valueEncoder.serialize(fields(row, value)))) + "\n");
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

        private static RowData fields(RowData row, List<RowData.FieldGetter> getters) {
            GenericRowData fields = new GenericRowData(RowKind.INSERT, getters.size());
            for (int index = 0; index < getters.size(); index++) {
                fields.setField(index, getters.get(index).getFieldOrNull(row));
            }
            return fields;
        }

        private static String text(byte[] bytes) {
            return bytes == null ? TopicFiles.NONE : new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
