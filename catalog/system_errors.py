"""What the operating system answers, in Russian: a librarian reads it in a message."""

from __future__ import annotations

import errno

_SAID = {
    errno.ENOENT: "такой папки или файла нет",
    errno.ENOTDIR: "на этом пути стоит файл, а не папка",
    errno.EISDIR: "это папка, а не файл",
    errno.EEXIST: "такой файл уже есть",
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
    errno.EROFS: "носитель открыт только для чтения",
    errno.ENOSPC: "на диске нет места",
    errno.EDQUOT: "на диске нет места: исчерпана квота",
    errno.EFBIG: "файл больше, чем позволяет носитель",
    errno.EIO: "сбой чтения или записи, возможно, носитель неисправен",
    errno.ENODEV: "носитель вынут",
    errno.ENXIO: "носитель вынут",
    errno.ESTALE: "сетевая папка пропала",
    errno.EHOSTDOWN: "компьютер с этой папкой не отвечает",
    errno.ENAMETOOLONG: "слишком длинное имя",
    errno.EMFILE: "открыто слишком много файлов",
    errno.ENFILE: "открыто слишком много файлов",
    errno.EBUSY: "занято другой программой",
}


def said_by_system(error: OSError) -> str:
    """The reason of an error as the end of a sentence, without a full stop."""
    known = _SAID.get(error.errno or 0)
    return known or (error.strerror or str(error)).rstrip(".")
