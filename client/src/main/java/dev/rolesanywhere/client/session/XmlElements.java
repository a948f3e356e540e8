package dev.rolesanywhere.client.session;

import org.jspecify.annotations.Nullable;

/**
 * Finds elements by name in STS's XML: elements without attributes, text with the five entities of XML. It is not a
 * parser, because an XML library would cost a sidecar megabytes. The transport limits the length of the text.
 */
final class XmlElements {
    private XmlElements() {}

    /** The content between the first start tag of this name and the next end tag; null if there is none. */
    static @Nullable String inside(String xml, String name) {
        String open = "<" + name + ">";
        int start = xml.indexOf(open);
        int end = start < 0 ? -1 : xml.indexOf("</" + name + ">", start);
        return end < 0 ? null : xml.substring(start + open.length(), end);
    }

    /** The text of such an element; null if there is none, or if it contains other elements. */
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
                        // Last, so that its result is not decoded a second time.
                        .replace("&amp;", "&");
    }
}
