package casemate.waf.operator;

import casemate.base.Refusal;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;

/// `ipMatch` and `ipMatchFromFile`: whether the value is an address in one of the networks. A value that is no address
/// does not match; IPv4 addresses written as IPv6 are IPv6.
final class AddressOperator implements Operator {
    private static final int BITS_OF_FOUR = 32;
    private static final int BITS_OF_SIX = 128;

    private final AddressSet four;
    private final AddressSet six;

    private AddressOperator(List<AddressSet.Range> four, List<AddressSet.Range> six) {
        this.four = new AddressSet(four);
        this.six = new AddressSet(six);
    }

    /// @param text addresses and networks (`10.0.0.0/8`), separated by commas and line ends; `#` begins a comment
    /// @throws Refusal for the first element that is neither
    static AddressOperator compile(OperatorCall call, String text) {
        List<AddressSet.Range> four = new ArrayList<>();
        List<AddressSet.Range> six = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            int comment = line.indexOf('#');
            for (String element : (comment < 0 ? line : line.substring(0, comment)).split(",", -1)) {
                if (!element.isBlank()) {
                    add(call, element.strip(), four, six);
                }
            }
        }
        if (four.isEmpty() && six.isEmpty()) {
            throw Argument.refused(call, "has no address to match");
        }
        return new AddressOperator(four, six);
    }

    private static void add(
            OperatorCall call, String element, List<AddressSet.Range> four, List<AddressSet.Range> six) {
        int slash = element.indexOf('/');
        Bytes text = Bytes.latin1(slash < 0 ? element : element.substring(0, slash));
        Address address = new Address();
        if (!address.read(text.array(), text.from(), text.to())) {
            throw Argument.refused(call, "needs IP addresses and networks such as 10.0.0.0/8, found '" + element + "'");
        }
        int bits = address.isSix() ? BITS_OF_SIX : BITS_OF_FOUR;
        int prefix = slash < 0 ? bits : prefix(call, element, element.substring(slash + 1), bits);
        (address.isSix() ? six : four).add(AddressSet.Range.network(address.high(), address.low(), prefix, bits));
    }

    private static int prefix(OperatorCall call, String element, String digits, int bits) {
        boolean plain = digits.matches("[0-9]{1,3}");
        int prefix = plain ? Integer.parseInt(digits) : bits + 1;
        if (prefix > bits) {
            throw Argument.refused(call, "needs a network's prefix from 0 to " + bits + ", found '" + element + "'");
        }
        return prefix;
    }

    @Override
    public boolean matches(Bytes value, Bytes argument, Captures captures) {
        Address address = new Address();
        return address.read(value.array(), value.from(), value.to())
                && (address.isSix() ? six : four).contains(address.high(), address.low());
    }
}
