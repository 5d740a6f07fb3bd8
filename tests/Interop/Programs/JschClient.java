import com.jcraft.jsch.*;
import java.io.*;

/** key HOST PORT USER KEY BLOB UP ON_DEVICE DOWN */
public class JschClient {
    public static void main(String[] a) throws Exception {
        JSch jsch = new JSch();
        jsch.addIdentity(a[4]);
        Session session = jsch.getSession(a[3], a[1], Integer.parseInt(a[2]));
        session.setConfig("StrictHostKeyChecking", "no");
        session.setConfig("PreferredAuthentications", "publickey");
        session.connect(30000);
        ChannelExec exec = (ChannelExec) session.openChannel("exec");
        exec.setCommand("echo through; exit 7");
        BufferedReader output = new BufferedReader(new InputStreamReader(exec.getInputStream()));
        exec.connect();
        String said = output.readLine();
        while (!exec.isClosed()) Thread.sleep(10);
        System.out.println("said " + said + ", status " + exec.getExitStatus());
        ChannelSftp files = (ChannelSftp) session.openChannel("sftp");
        files.connect();
        files.put(a[5], a[6]);
        files.get(a[7], a[8]);
        files.disconnect();
        session.disconnect();
    }
}
