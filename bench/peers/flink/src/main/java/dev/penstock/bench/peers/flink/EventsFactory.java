package dev.penstock.bench.peers.flink;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.functions.LookupFunction;

/** The connector {@code events}: one kind of events as a bounded stream, or, as kind 3, the side input to be looked up by key. */
public final class EventsFactory implements DynamicTableSourceFactory {
    static final int SIDE_INPUT = 3;
    private static final ConfigOption<Integer> KIND = ConfigOptions.key("kind").intType().noDefaultValue();
    private static final ConfigOption<Long> EVENTS = ConfigOptions.key("events").longType().defaultValue(0L);
    private static final ConfigOption<Long> RATE = ConfigOptions.key("rate").longType().defaultValue(0L);
    private static final ConfigOption<Integer> READERS = ConfigOptions.key("readers").intType().defaultValue(1);

    @Override
    public String factoryIdentifier() {
        return "events";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(KIND);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(EVENTS, RATE, READERS);
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        helper.validate();
        int kind = helper.getOptions().get(KIND);
        if (kind == SIDE_INPUT) {
            return new SideInput();
        }
        long rows = helper.getOptions().get(EVENTS) / 50 * EventRows.share(kind);
        return new Scan(new EventRows(kind, helper.getOptions().get(RATE), rows, helper.getOptions().get(READERS)), rows,
                context.getPhysicalRowDataType());
    }

    private static final class Scan implements ScanTableSource {
        private final EventRows rows;
        private final long count;
        private final org.apache.flink.table.types.DataType type;

        Scan(EventRows rows, long count, org.apache.flink.table.types.DataType type) {
            this.rows = rows;
            this.count = count;
            this.type = type;
        }

        @Override
        public ChangelogMode getChangelogMode() {
            return ChangelogMode.insertOnly();
        }

        @Override
        public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
            TypeInformation<RowData> information = context.createTypeInformation(type);
            return SourceProvider.of(new DataGeneratorSource<>(rows, count, information));
        }

        @Override
        public DynamicTableSource copy() {
            return new Scan(rows, count, type);
        }

        @Override
        public String asSummaryString() {
            return "events";
        }
    }

    private static final class SideInput implements LookupTableSource {
        @Override
        public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
            return LookupFunctionProvider.of(new Values());
        }

        @Override
        public DynamicTableSource copy() {
            return new SideInput();
        }

        @Override
        public String asSummaryString() {
            return "side input";
        }
    }

    /** The value of each key below 10,000: the key as text. */
    public static final class Values extends LookupFunction {
        private static final long serialVersionUID = 1;
        private transient List<RowData>[] rows;

        @Override
        @SuppressWarnings("unchecked")
        public Collection<RowData> lookup(RowData key) {
            if (rows == null) {
                rows = new List[10_000];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = List.of(GenericRowData.of((long) i, StringData.fromString(Integer.toString(i))));
                }
            }
            return rows[(int) key.getLong(0)];
        }
    }
}
