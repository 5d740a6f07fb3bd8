using System.Security.Cryptography;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>Makes every key that is missing and leaves every key that is there. Public halves go to the services that check with them.</summary>
internal sealed class KeyMaker(StateDirectory state)
{
    private const int SymmetricKeyBytes = 32;

    public void MakeMissing()
    {
        // Admin signs leases and tasks; Gateway and Recorder believe them by the public half.
        var leaseKey = state.In(Plane.Admin, "keys", "lease.pem");
        Signing(leaseKey);
        PublicHalf(leaseKey, state.In(Plane.Gateway, "trust", "lease.pub.pem"));
        PublicHalf(leaseKey, state.In(Plane.Recorder, "trust", "lease.pub.pem"));

        // Recorder signs receipts and seals.
        var recorderKey = state.In(Plane.Recorder, "keys", "signing.pem");
        Signing(recorderKey);
        PublicHalf(recorderKey, state.In(Plane.Recorder, "keys", "signing.pub.pem"));
        PublicHalf(recorderKey, state.In(Plane.Admin, "trust", "receipt.pub.pem"));
        PublicHalf(recorderKey, state.In(Plane.Gateway, "trust", "receipt.pub.pem"));
        foreach (var name in (string[])["journal.key", "replay.key", "input.key"])
            Symmetric(state.In(Plane.Recorder, "keys", name));

        // What wraps the vault's data keys. Never in a backup of the database.
        Symmetric(state.In(Plane.Admin, "keys", "master.key"));
    }

    private static void Signing(string path)
    {
        if (File.Exists(path))
            return;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AtomicFile.Write(path, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static void PublicHalf(string privateFile, string publicFile)
    {
        if (File.Exists(publicFile))
            return;
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(privateFile));
        AtomicFile.Write(publicFile, key.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    private static void Symmetric(string path)
    {
        if (!File.Exists(path))
            AtomicFile.Write(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(SymmetricKeyBytes)) + "\n");
    }
}
