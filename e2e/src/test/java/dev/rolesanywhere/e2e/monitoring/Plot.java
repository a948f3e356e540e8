package dev.rolesanywhere.e2e.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws panels of the dashboard as one SVG, because Grafana is not available: lines over time, with the data from
 * Prometheus.
 */
public final class Plot {
    private static final int COLUMNS = 2;
    private static final int WIDTH = 400;
    private static final int HEIGHT = 210;
    private static final int LEFT = 48;
    private static final int TOP = 28;
    private static final int BOTTOM = 66;
    private static final int LINES = 6;
    private static final List<String> COLORS =
            List.of("#2f6db5", "#d1622b", "#3b8f4e", "#8a5bb0", "#b58a00", "#5a6b7b");

    private final StringBuilder svg = new StringBuilder();
    private int panels;

    /** @param result of a range query */
    public void add(String title, String legend, JsonNode result) {
        double x = panels % COLUMNS * (double) WIDTH;
        double y = panels / COLUMNS * (double) HEIGHT;
        panels++;
        line("<g transform='translate(%s,%s)'>", number(x), number(y));
        line("<text x='8' y='18' class='t'>%s</text>", escaped(title));
        Map<String, List<double[]>> series = series(legend, result);
        draw(series);
        svg.append("</g>\n");
    }

    public String svg() {
        int rows = (panels + COLUMNS - 1) / COLUMNS;
        return ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='11'>%n"
                                + "<style>.t{font-size:13px;font-weight:bold}.l{fill:none;stroke-width:1.6}text{fill:#222}</style>%n"
                                + "<rect width='100%%' height='100%%' fill='#fff'/>%n")
                        .formatted(COLUMNS * WIDTH, rows * HEIGHT)
                + svg + "</svg>\n";
    }

    private void draw(Map<String, List<double[]>> series) {
        double from = bound(series, 0, true);
        double to = Math.max(from + 1, bound(series, 0, false));
        double top = Math.max(Double.MIN_NORMAL, bound(series, 1, false)) * 1.1;
        double width = WIDTH - LEFT - 12.0;
        double height = HEIGHT - TOP - (double) BOTTOM;
        for (int part = 0; part <= 2; part++) {
            double y = TOP + height - height * part / 2;
            line("<path d='M%d %sH%s' stroke='#ddd'/>", LEFT, number(y), number(LEFT + width));
            line(
                    "<text x='%d' y='%s' text-anchor='end'>%s</text>",
                    LEFT - 5, number(y + 4), String.format(Locale.ROOT, "%.3g", top * part / 2));
        }
        line("<text x='%d' y='%s'>0 s</text>", LEFT, number(TOP + height + 14));
        line(
                "<text x='%s' y='%s' text-anchor='end'>%d s</text>",
                number(LEFT + width), number(TOP + height + 14), Math.round(to - from));
        int index = 0;
        for (Map.Entry<String, List<double[]>> one : series.entrySet()) {
            StringBuilder path = new StringBuilder();
            for (double[] point : one.getValue()) {
                path.append(path.isEmpty() ? "M" : "L")
                        .append(number(LEFT + width * (point[0] - from) / (to - from)))
                        .append(' ')
                        .append(number(TOP + height - height * point[1] / top));
            }
            String color = COLORS.get(index % COLORS.size());
            line("<path class='l' stroke='%s' d='%s'/>", color, path);
            double x = LEFT + index % 2 * 172.0;
            double y = TOP + height + 30 + index / 2 * 13.0;
            line("<path d='M%s %sh12' stroke='%s' stroke-width='3'/>", number(x), number(y - 4), color);
            line("<text x='%s' y='%s'>%s</text>", number(x + 16), number(y), escaped(one.getKey()));
            index++;
        }
    }

    /** The series with the highest values, by legend. Values that are not numbers are omitted. */
    private static Map<String, List<double[]>> series(String legend, JsonNode result) {
        Map<String, List<double[]>> found = new TreeMap<>();
        for (JsonNode one : result) {
            List<double[]> points = new ArrayList<>();
            one.path("values").forEach(value -> {
                double number = Double.parseDouble(value.path(1).asText());
                if (Double.isFinite(number)) {
                    points.add(new double[] {value.path(0).asDouble(), number});
                }
            });
            if (!points.isEmpty()) {
                found.put(named(legend, one.path("metric")), points);
            }
        }
        return found.entrySet().stream()
                .sorted((a, b) -> Double.compare(last(b.getValue()), last(a.getValue())))
                .limit(LINES)
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, java.util.LinkedHashMap::new));
    }

    private static double last(List<double[]> points) {
        return points.stream().mapToDouble(point -> point[1]).max().orElse(0);
    }

    private static String named(String legend, JsonNode labels) {
        String name = legend;
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            name = name.replace("{{" + label.getKey() + "}}", label.getValue().asText());
        }
        return name.isEmpty() ? "value" : name;
    }

    private static double bound(Map<String, List<double[]>> series, int of, boolean least) {
        var all = series.values().stream().flatMap(List::stream).mapToDouble(point -> point[of]);
        return (least ? all.min() : all.max()).orElse(0);
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
    }
}
