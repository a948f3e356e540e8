package dev.rolesanywhere.authorities.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens in the slots of a PKCS#11 module, read without a PIN (PKCS#11 2.40, on 64-bit Linux). The JDK's provider cannot list
 * tokens and finds a token only by its slot.
 */
final class PresentTokens {
    private static final long OK = 0;
    private static final long ALREADY_INITIALIZED = 0x191;
    private static final long BUFFER_TOO_SMALL = 0x150;

    /** CK_FUNCTION_LIST is one word with the version, then the functions in the specification's order; the number is the word's index. */
    private enum Function {
        C_Initialize(1, ADDRESS),
        C_GetSlotList(5, JAVA_BYTE, ADDRESS, ADDRESS),
        C_GetTokenInfo(7, JAVA_LONG, ADDRESS);

        private final int word;
        private final FunctionDescriptor descriptor;

        Function(int word, MemoryLayout... arguments) {
            this.word = word;
            this.descriptor = FunctionDescriptor.of(JAVA_LONG, arguments);
        }
    }

    private final MemorySegment functions;

    private PresentTokens(MemorySegment functions) {
        this.functions = functions;
    }

    /**
     * @throws IllegalArgumentException if the module cannot be loaded
     * @throws ProviderException with the function that failed and its code
     */
    static List<TokenName> of(Path module) {
        try (Arena arena = Arena.ofConfined()) {
            PresentTokens present = new PresentTokens(functions(module, arena));
            present.initialize(arena);
            List<TokenName> tokens = new ArrayList<>();
            for (long slot : present.slots(arena)) {
                present.token(slot, arena).ifPresent(tokens::add);
            }
            return tokens;
        }
    }

    /** The module stays loaded, as the JDK's provider keeps it. */
    private static MemorySegment functions(Path module, Arena arena) {
        MemorySegment list = arena.allocate(ADDRESS);
        MemorySegment entry = SymbolLookup.libraryLookup(module, Arena.global())
                .find("C_GetFunctionList")
                .orElseThrow(() -> new IllegalArgumentException("it has no C_GetFunctionList"));
        check("C_GetFunctionList", invoke(entry, FunctionDescriptor.of(JAVA_LONG, ADDRESS), list));
        long words = Function.C_GetTokenInfo.word + 1L;
        return list.get(ADDRESS, 0).reinterpret(words * ADDRESS.byteSize());
    }

    /** With CKF_OS_LOCKING_OK, like the JDK's provider, which accepts a module that is already initialized. */
    private void initialize(Arena arena) {
        MemorySegment arguments = arena.allocate(JAVA_LONG, 6);
        arguments.setAtIndex(JAVA_LONG, 4, 2);
        long code = call(Function.C_Initialize, arguments);
        if (code != ALREADY_INITIALIZED) {
            check(Function.C_Initialize.name(), code);
        }
    }

    /** A token may be inserted between the two calls. */
    private long[] slots(Arena arena) {
        MemorySegment count = arena.allocate(JAVA_LONG);
        for (int i = 0; i < 3; i++) {
            check("C_GetSlotList", call(Function.C_GetSlotList, (byte) 1, MemorySegment.NULL, count));
            MemorySegment slots = arena.allocate(JAVA_LONG, Math.max(1, count.get(JAVA_LONG, 0)));
            long code = call(Function.C_GetSlotList, (byte) 1, slots, count);
            if (code != BUFFER_TOO_SMALL) {
                check("C_GetSlotList", code);
                return slots.asSlice(0, count.get(JAVA_LONG, 0) * JAVA_LONG.byteSize())
                        .toArray(JAVA_LONG);
            }
        }
        throw new ProviderException("C_GetSlotList: the number of tokens kept growing");
    }

    /** Empty if the token was removed meanwhile or cannot be read: it is not the named token. */
    private Optional<TokenName> token(long slot, Arena arena) {
        MemorySegment info = arena.allocate(256, JAVA_LONG.byteAlignment());
        if (call(Function.C_GetTokenInfo, slot, info) != OK) {
            return Optional.empty();
        }
        return Optional.of(new TokenName(Map.of(
                TokenName.Attribute.SLOT, Long.toString(slot),
                TokenName.Attribute.LABEL, text(info, 0, 32),
                TokenName.Attribute.MANUFACTURER, text(info, 32, 32),
                TokenName.Attribute.MODEL, text(info, 64, 16),
                TokenName.Attribute.SERIAL, text(info, 80, 16))));
    }

    /** Texts in CK_TOKEN_INFO are UTF-8, padded with spaces, without a terminating zero. */
    private static String text(MemorySegment info, long offset, long length) {
        return new String(info.asSlice(offset, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8).strip();
    }

    private long call(Function function, Object... arguments) {
        return invoke(functions.getAtIndex(ADDRESS, function.word), function.descriptor, arguments);
    }

    private static long invoke(MemorySegment address, FunctionDescriptor descriptor, Object... arguments) {
        try {
            return (long)
                    Linker.nativeLinker().downcallHandle(address, descriptor).invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) { // declared by method handles; C functions do not throw
            throw new ProviderException(e);
        }
    }

    private static void check(String function, long code) {
        if (code != OK) {
            throw new ProviderException("%s: 0x%x".formatted(function, code));
        }
    }
}
