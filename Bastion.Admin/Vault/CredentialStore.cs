using System.Text;
using Bastion.Admin.Persistence;
using Bastion.Hosting;

namespace Bastion.Admin.Vault;

/// <summary>Writes device secrets into the database and takes them out for one release.</summary>
internal sealed class CredentialStore(SecretVault vault)
{
    public const string Purpose = "device-credential";

    public Credential Create(AdminDb db, CredentialKind kind, string secret, Guid? byId, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var credential = new Credential
        {
            Id = id,
            Kind = kind,
            Sealed = vault.Seal(Purpose, id, Encoding.UTF8.GetBytes(secret)),
            ChangedAt = now,
            ChangedById = byId,
        };
        db.Credentials.Add(credential);
        return credential;
    }

    public Secret Open(Credential credential) => vault.Open(Purpose, credential.Id, credential.Sealed);
}
