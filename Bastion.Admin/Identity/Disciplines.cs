namespace Bastion.Admin.Identity;

[Flags]
internal enum Disciplines
{
    None = 0,
    Biomedical = 1,
    ItSystems = 2,
    Building = 4,
    ItSecurity = 8,
    OnCall = 16,
}
