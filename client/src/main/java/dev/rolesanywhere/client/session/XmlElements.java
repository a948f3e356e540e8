package dev.rolesanywhere.client.session;

import org.jspecify.annotations.Nullable;

/**
 * Finds elements by name in the XML that STS answers: elements without attributes, text with the five entities of XML. It is no
 * parser: an XML library would cost a sidecar megabytes. The transport bounds how long the text is.
 */
final class XmlElements {
    private XmlElements() {}

    /** What stands between the first start tag of this name and the end tag that follows; null where there is none. */
    static @Nullable String inside(String xml, String name) {
        String open = "<" + name + ">";
        int start = xml.indexOf(open);
        int end = start < 0 ? -1 : xml.indexOf("</" + name + ">", start);
        return end < 0 ? null : xml.substring(start + open.length(), end);
    }

    /** The text of such an element; null where there is none, or where it holds other elements. */
    static @Nullable String text(String xml, String name) {
        String inside = inside(xml, name);
        return inside == null || inside.indexOf('<') >= 0
                ? null
                : decoded(inside).strip();
    }

    private static String decoded(String text) {
        return text.indexOf('&') < 0
                ? text
                : text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&#39;", "'")
                        .replace("&#34;", "\"")
                        // Last, so that what it yields is not decoded a second time.
                        .replace("&amp;", "&");
    }
}
