import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A gateway that hangs: it takes every connection, reads nothing and never answers. {@code java SilentGateway.java PORT}. */
final class SilentGateway {

    public static void main(String[] args) throws Exception {
        List<Socket> open = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 512, InetAddress.getByName("127.0.0.1"))) {
            System.out.println("silent");
            while (true) {
                open.add(server.accept());
            }
        }
    }
}
